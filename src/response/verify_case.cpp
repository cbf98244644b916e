#include "response/verify_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "base/os/mapped_file.h"
#include "base/sha256.h"
#include "base/text.h"
#include "response/case_folder.h"
#include "response/chain.h"
#include "response/line_reader.h"

namespace cordon::response {
namespace {

constexpr std::size_t kShownRemarks = 20;

// A copy that a record names, and the first record that does.
struct Copy {
  std::uint64_t size = 0, record = 0, line = 0;
};

std::string short_digest(const std::string& digest) { return digest.substr(0, 12); }

void check_copy(const std::string& folder, const std::string& digest, const Copy& copy, ChainCheck& check) {
  const Result<os::MappedFile> file = os::MappedFile::open(copy_path(folder, digest));
  if (!file) {
    const bool gone = file.error().code == ErrorCode::not_found;
    check.note_break(copy.record, copy.line, model::CaseBreakCode::file_missing,
                     gone ? fmt::format("its file files/{} is gone", short_digest(digest))
                          : fmt::format("its file files/{} cannot be read: {}", short_digest(digest),
                                        text::visible(file.error().message, 300)));
  } else if (file->content().size() != copy.size) {
    check.note_break(copy.record, copy.line, model::CaseBreakCode::file_digest,
                     fmt::format("its file files/{} has {} bytes, and had {}", short_digest(digest),
                                 file->content().size(), copy.size));
  } else if (sha256_hex(file->content()) != digest) {
    check.note_break(copy.record, copy.line, model::CaseBreakCode::file_digest,
                     fmt::format("its file files/{} does not hold what was taken in", short_digest(digest)));
  }
}

void remark(std::vector<std::string>& remarks, std::string text) {
  if (remarks.size() < kShownRemarks) remarks.push_back(std::move(text));
  else if (remarks.size() == kShownRemarks) remarks.push_back("and more that is not listed");
}

// Whether something lies below files/ that no record names.
bool unnamed_copies(const std::string& folder, const std::map<std::string, Copy>& copies,
                    std::vector<std::string>& remarks) {
  std::vector<std::string> names;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(files_path(folder), failed), end; !failed && entry != end;
       entry.increment(failed))
    if (std::string name = entry->path().filename().string(); !copies.contains(name)) names.push_back(std::move(name));
  std::ranges::sort(names);
  for (const std::string& name : names) remark(remarks, "files/" + text::visible(name, 100) + " is named by no record");
  return !names.empty();
}

}  // namespace

Result<model::CaseVerifyReport> verify_case(const std::string& folder, const VerifyOptions& options) {
  LineReader lines = TRY(LineReader::open(records_path(folder), kRecordBytes));
  const Result<HeadRead> head = read_head(folder);
  const Result<model::CaseEnd> end = read_end(folder);
  ChainCheck check(head ? head->digest : std::string(), end ? std::optional(*end) : std::nullopt, options.noted);
  if (!head) check.note_break(0, 0, model::CaseBreakCode::head, text::visible(head.error().describe(), 300));
  model::CaseVerifyReport report;
  report.schema = "cordon.case-verify/1";
  if (head) report.id = head->head.id;
  std::map<std::string, Copy> copies;
  bool torn = false;
  while (const std::optional<Line> line = TRY(lines.next())) {
    if (!line->whole && !line->too_long) {
      torn = true;
      remark(report.remarks,
             fmt::format("line {} was not written whole: the next addition sets it aside", line->number));
      break;
    }
    const std::optional<Record> record = check.add(line->bytes);
    if (!record) continue;
    if (record->source && is_digest(record->source->sha256))
      copies.try_emplace(record->source->sha256, Copy{record->source->size, record->seq, line->number});
    if (const auto* file = std::get_if<model::CaseFile>(&record->payload))
      copies.try_emplace(file->sha256, Copy{file->size, record->seq, line->number});
    if (options.visit) options.visit(*record);
  }
  check.finish();
  if (!end)
    check.note_break(
        check.lines() + 1, 0, model::CaseBreakCode::end,
        "whether records are gone from the end cannot be told: " + text::visible(end.error().describe(), 300));
  if (options.files)
    for (const auto& [digest, copy] : copies) check_copy(folder, digest, copy, check);
  const bool unnamed = unnamed_copies(folder, copies, report.remarks);
  if (check.unfinished() > 0)
    remark(report.remarks,
           fmt::format("the last {} records are of an addition that was not finished", check.unfinished()));
  report.records = check.lines();
  report.files = options.files ? copies.size() : 0;
  report.end = check.last_digest();
  report.breaks = check.breaks();
  report.more_breaks = check.more_breaks();
  report.state = !check.holds()                              ? model::CaseState::broken
                 : torn || unnamed || check.unfinished() > 0 ? model::CaseState::unfinished
                                                             : model::CaseState::holds;
  return report;
}

}  // namespace cordon::response
