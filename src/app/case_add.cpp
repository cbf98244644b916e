#include "app/case_add.h"

#include <algorithm>

#include "base/text.h"
#include "response/case_folder.h"
#include "response/collect_file.h"
#include "response/read_evidence.h"
#include "response/recognise.h"
#include "response/small_file.h"

namespace cordon::app {
namespace {

// Why a file cannot be taken in; an error of the case itself is none of those.
model::FileUnread refusal(const std::string& path, const Error& error) {
  return {path, 0, std::string(to_string(error.code)), text::visible(error.message, 300), true};
}

Result<model::CaseAdded> take_in(response::CaseFolder& folder, model::CaseFile file) {
  model::CaseAdded added;
  const bool again = folder.has(file.sha256);
  const std::string copy = response::copy_path(folder.path(), file.sha256);
  file.kind = response::recognise(TRY(response::read_beginning(copy, response::kRecognisedBytes)));
  added.path = file.path;
  added.kind = file.kind;
  added.sha256 = file.sha256;
  added.size = file.size;
  added.changed = file.changed;
  added.again = again;
  TRY(folder.append(file, std::nullopt));
  model::CaseSource source{file.path, file.sha256, file.size, std::nullopt};
  if (again) {
    TRY(folder.append(model::CaseNote{"same_content", "what this file holds is in the case already"}, source));
    return added;
  }
  // Of a file that an interrupted addition had begun with, the first events are there already.
  const std::uint64_t there = folder.last_event_line(file.sha256);
  const response::EvidenceRead read = TRY(response::read_evidence(
      copy, file, [&](response::RecordPayload payload, std::optional<std::uint64_t> line) -> Result<void> {
        if (std::holds_alternative<model::Event>(payload) && line.value_or(UINT64_MAX) <= there) return {};
        source.line = line;
        return folder.append(std::move(payload), source);
      }));
  added.findings = read.findings;
  added.events = read.events;
  added.unread = read.unread;
  return added;
}

}  // namespace

Result<model::CaseAddReport> case_add(const CaseAddOptions& options, const Clock& clock) {
  response::CaseFolder folder = TRY(response::CaseFolder::open(options.folder, clock));
  model::CaseAddReport report;
  report.schema = "cordon.case-add/1";
  report.id = folder.head().id;
  for (const std::string& path : options.paths) {
    Result<model::CaseFile> file = response::collect_file(path, response::files_path(options.folder));
    if (file) report.added.push_back(TRY(take_in(folder, std::move(*file))));
    else report.refused.push_back(refusal(path, file.error()));
  }
  if (!options.note.empty()) TRY(folder.append(model::CaseNote{"note", options.note}, std::nullopt));
  TRY(folder.finish());
  report.records = folder.records();
  report.end = folder.last_digest();
  report.remarks = folder.remarks();
  return report;
}

bool is_incomplete(const model::CaseAddReport& report) {
  return !report.refused.empty() || std::ranges::any_of(report.added, [](const model::CaseAdded& each) {
    return each.changed || std::ranges::any_of(each.unread, &model::FileUnread::incomplete);
  });
}

}  // namespace cordon::app
