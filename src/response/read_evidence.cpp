#include "response/read_evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "response/case_folder.h"
#include "response/line_reader.h"
#include "response/small_file.h"

namespace cordon::response {
namespace {

constexpr std::size_t kShownUnread = 100;
constexpr std::uint64_t kReportBytes = 64ull << 20;
constexpr std::size_t kEventBytes = 4u << 20;  // of one line

class Reader {
 public:
  Reader(const model::CaseFile& file, const RecordSink& sink) : file_(file), sink_(sink) {}

  Result<void> events(const std::string& path);
  Result<void> report(const std::string& path);
  Result<void> finish(std::string_view format);
  EvidenceRead& read() { return read_; }

 private:
  void unread(std::uint64_t line, std::string_view code, std::string reason, bool incomplete = true) {
    if (read_.unread.size() < kShownUnread) {
      const auto shown_line = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, UINT32_MAX));
      read_.unread.push_back({file_.path, shown_line, std::string(code), std::move(reason), incomplete});
    } else {
      ++more_unread_;
    }
  }
  Result<void> event(const Line& line);
  Result<void> members(const Value& root);
  const model::CaseFile& file_;
  const RecordSink& sink_;
  EvidenceRead read_;
  std::uint64_t more_unread_ = 0;
};

Result<void> Reader::event(const Line& line) {
  if (line.bytes.find_first_not_of(" \t\r") == std::string_view::npos) return {};
  if (line.too_long) {
    unread(line.number, "too_large", "a line of more than 4 MiB is no event");
    return {};
  }
  Result<Document> document = json::parse(std::string(line.bytes));
  model::Event event;
  Result<void> done;
  if (!document) done = std::unexpected(std::move(document.error()));
  else done = model::read(document->root(), event);
  if (done && !event.schema.starts_with("cordon.event/"))
    done = fail(ErrorCode::unsupported_version, "a schema that this version does not know");
  if (done) {
    TRY(sink_(std::move(event), line.number));
    ++read_.events;
    return {};
  }
  if (!line.whole)
    unread(line.number, "truncated", "the file ends in the middle of this line: what stands before it was read");
  else unread(line.number, to_string(done.error().code), "no event: " + text::visible(done.error().message, 200));
  return {};
}

Result<void> Reader::events(const std::string& path) {
  LineReader lines = TRY(LineReader::open(path, kEventBytes));
  while (const std::optional<Line> line = TRY(lines.next())) TRY(event(*line));
  return {};
}

Result<void> Reader::members(const Value& root) {
  const Value answer = root["answer"] ? root["answer"]["headline"] : root["headline"];
  if (answer.is_string()) TRY(sink_(model::CaseNote{"answer", std::string(answer.text())}, answer.line()));
  const Value findings = root["findings"];
  if (!findings.is_array()) unread(findings.line(), "missing_field", "a report without findings");
  for (const Value each : findings.elements()) {
    model::Finding finding;
    if (const Result<void> done = model::read(each, finding); !done) {
      unread(each.line(), to_string(done.error().code), "no finding: " + text::visible(done.error().message, 200));
    } else if (finding.evidence.empty()) {
      unread(each.line(), "missing_field", "a finding without evidence");
    } else {
      TRY(sink_(std::move(finding), each.line()));
      ++read_.findings;
    }
  }
  for (const char* part : {"conversations", "archives", "scripts"})
    if (const Value list = root[part]; list.is_array() && list.size() > 0)
      unread(list.line(), "only_kept",
             fmt::format("{} {} stand in the copy of the report; a story is told from findings and events", list.size(),
                         part),
             false);
  model::Coverage coverage;
  if (const Result<void> done = model::read(root["coverage"], coverage); !done)
    unread(root["coverage"].line(), to_string(done.error().code), "the report does not say what it looked at");
  else TRY(sink_(std::move(coverage), root["coverage"].line()));
  return {};
}

Result<void> Reader::report(const std::string& path) {
  Result<std::string> text = read_small_file(path, kReportBytes);
  if (!text && text.error().code != ErrorCode::too_large) return std::unexpected(std::move(text.error()));
  if (!text) {
    unread(0, "too_large", "a report of more than 64 MiB is kept, and not looked into");
    return {};
  }
  const Result<Document> document = json::parse(std::move(*text));
  if (!document) {
    unread(document.error().line, to_string(document.error().code),
           "the report is kept, and was not understood: " + text::visible(document.error().message, 200));
    return {};
  }
  return members(document->root());
}

Result<void> Reader::finish(std::string_view format) {
  if (more_unread_ > 0)
    read_.unread.push_back({file_.path, 0, "too_many", fmt::format("and {} more such lines", more_unread_), true});
  if (read_.unread.empty()) return {};
  model::Coverage coverage;
  coverage.read.push_back({file_.path, std::string(format), 0});
  coverage.unread = read_.unread;
  return sink_(std::move(coverage), std::nullopt);
}

}  // namespace

Result<EvidenceRead> read_evidence(const std::string& copy_path, const model::CaseFile& file, const RecordSink& sink) {
  Reader reader(file, sink);
  switch (file.kind) {
    case model::CaseFileKind::events:
      TRY(reader.events(copy_path));
      TRY(reader.finish("events"));
      break;
    case model::CaseFileKind::report:
      TRY(reader.report(copy_path));
      TRY(reader.finish("report"));
      break;
    case model::CaseFileKind::capture:
    case model::CaseFileKind::torn:
    case model::CaseFileKind::other: break;
  }
  return std::move(reader.read());
}

}  // namespace cordon::response
