// One record of a case: a line of JSON whose payload is written by the generated codecs, so that whatever reads a
// Finding or an Event reads it there, too. docs/schema/case-record.schema.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "model/generated/case_report.h"
#include "model/generated/event.h"
#include "model/generated/model.h"

namespace cordon::response {

// In the order of CaseRecordKind.
using RecordPayload = std::variant<model::Finding, model::Event, model::CaseFile, model::CaseNote, model::Coverage>;

struct Record {
  std::uint64_t seq = 0;  // 1 for the first
  std::string time;       // when it was written, RFC 3339
  std::string previous;   // SHA-256 of the line before it, without its line feed; of case.json for the first
  std::optional<model::CaseSource> source;
  RecordPayload payload;
  model::CaseRecordKind kind() const { return static_cast<model::CaseRecordKind>(payload.index()); }
  bool operator==(const Record&) const = default;
};

// One line, without its line feed.
std::string write_record(const Record& record);

// Fails with syntax and the other codes of json::parse, and with wrong_type, missing_field, invalid_value or
// unknown_key (a kind that does not exist) for what is JSON and no record.
Result<Record> read_record(std::string_view line);

// Whether an error of read_record says that the line is no JSON at all.
bool is_no_json(ErrorCode code);

// 64 lower-case hexadecimal digits.
bool is_digest(std::string_view text);

}  // namespace cordon::response
