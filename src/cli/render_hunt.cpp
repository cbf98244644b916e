#include "cli/render_hunt.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/finding_text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kFilesShown = 20;

// NO TRACE is said only where everything was looked at.
std::string answer_word(const model::HuntReport& report) {
  const bool hit = std::ranges::any_of(report.findings,
                                       [](const model::Finding& finding) { return finding.rule_id == "hunt.release"; });
  return hit ? "HIT" : report.answer.complete ? "NO TRACE" : "INCOMPLETE";
}

void archive_block(std::string& out, const Palette& palette, const model::RecoveredArchive& archive) {
  out += palette.bold("ARCHIVE " + purl_for_people(archive.purl)) +
         (archive.verified ? ", byte for byte" : ", damaged: not the bytes that were fetched") + "\n";
  row(out, palette, "where", text::visible(archive.path, 1'000));
  row(out, palette, "digests", fmt::format("{}", text::visible(archive.integrity, 200)));
  row(out, palette, "", fmt::format("sha256 {}, {} bytes", archive.sha256, archive.size));
  for (const model::ArchiveScript& script : archive.scripts)
    row(out, palette, &script == archive.scripts.data() ? "scripts" : "",
        fmt::format("{}: {}", script.event, text::visible(script.text, 300)));
  std::size_t shown = 0;
  for (const model::ArchiveFile& file : archive.files) {
    if (shown == kFilesShown) break;
    row(out, palette, shown++ == 0 ? "files" : "", fmt::format("{:>9}  {}", file.size, text::visible(file.path, 300)));
  }
  if (archive.files.size() > shown)
    row(out, palette, "", fmt::format("\u2026 and {} more: --format json has all", archive.files.size() - shown));
  out += "\n";
}

}  // namespace

std::string render_hunt_text(const model::HuntReport& report, const Style& style) {
  const Palette palette(style);
  std::string out = palette.bold(answer_word(report) + ": " + text::visible(report.answer.headline, 2'000)) + "\n\n";
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_block(out, palette, finding, said, false);
  for (const model::RecoveredArchive& archive : report.archives) archive_block(out, palette, archive);
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_hunt_json(const model::HuntReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
