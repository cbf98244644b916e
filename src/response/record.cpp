#include "response/record.h"

#include <algorithm>

#include "base/date.h"
#include "base/json.h"
#include "base/json_write.h"

namespace cordon::response {
namespace {

template <class Payload>
Result<RecordPayload> read_payload(const Value& value) {
  Payload payload;
  TRY(model::read(value, payload));
  return RecordPayload(std::move(payload));
}

Result<RecordPayload> read_payload(model::CaseRecordKind kind, const Value& value) {
  switch (kind) {
    case model::CaseRecordKind::finding: return read_payload<model::Finding>(value);
    case model::CaseRecordKind::event: return read_payload<model::Event>(value);
    case model::CaseRecordKind::file: return read_payload<model::CaseFile>(value);
    case model::CaseRecordKind::note: return read_payload<model::CaseNote>(value);
    case model::CaseRecordKind::coverage: return read_payload<model::Coverage>(value);
  }
  return fail(ErrorCode::internal, "no such kind of record");
}

Result<std::string> required_text(const Value& root, std::string_view name) {
  const Value value = root[name];
  if (!value) return fail(ErrorCode::missing_field, "a record without '" + std::string(name) + "'");
  if (!value.is_string()) return fail(ErrorCode::wrong_type, "'" + std::string(name) + "' is no text");
  return std::string(value.text());
}

}  // namespace

std::string write_record(const Record& record) {
  std::string line;
  json::Writer writer(line, 0);
  writer.begin_object();
  writer.member("seq", record.seq);
  writer.member("time", record.time);
  writer.member("kind", to_string(record.kind()));
  writer.member("previous", record.previous);
  if (record.source) {
    writer.key("source");
    model::write(writer, *record.source);
  }
  writer.key("payload");
  std::visit([&](const auto& payload) { model::write(writer, payload); }, record.payload);
  writer.end_object();
  return line;
}

Result<Record> read_record(std::string_view line) {
  const Document document = TRY(json::parse(std::string(line)));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "a record is an object");
  Record record;
  const std::optional<std::int64_t> seq = root["seq"].integer();
  if (!root["seq"]) return fail(ErrorCode::missing_field, "a record without 'seq'");
  if (!seq || *seq < 1) return fail(ErrorCode::invalid_value, "'seq' is no number of a record");
  record.seq = static_cast<std::uint64_t>(*seq);
  record.time = TRY(required_text(root, "time"));
  if (!seconds_of(record.time)) return fail(ErrorCode::invalid_value, "'time' is no time");
  record.previous = TRY(required_text(root, "previous"));
  if (!is_digest(record.previous)) return fail(ErrorCode::invalid_value, "'previous' is no digest");
  if (const Value source = root["source"]) TRY(model::read(source, record.source.emplace()));
  const std::string word = TRY(required_text(root, "kind"));
  const std::optional<model::CaseRecordKind> kind = model::case_record_kind_from_string(word);
  if (!kind) return fail(ErrorCode::unknown_key, "no kind of record is called '" + word + "'");
  record.payload = TRY_CONTEXT(read_payload(*kind, root["payload"]), "reading the payload of a " + word + " record");
  // It becomes the name of a file.
  const auto* file = std::get_if<model::CaseFile>(&record.payload);
  if (file != nullptr && !is_digest(file->sha256)) return fail(ErrorCode::invalid_value, "'sha256' is no digest");
  return record;
}

bool is_no_json(ErrorCode code) {
  switch (code) {
    case ErrorCode::syntax:
    case ErrorCode::truncated:
    case ErrorCode::invalid_utf8:
    case ErrorCode::unsupported_encoding:
    case ErrorCode::too_large:
    case ErrorCode::too_deep:
    case ErrorCode::too_many: return true;
    default: return false;
  }
}

bool is_digest(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace cordon::response
