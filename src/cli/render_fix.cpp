#include "cli/render_fix.h"

#include "base/json_write.h"
#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/diff_text.h"
#include "cli/finding_text.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kShown = 1'000;

std::string shown(std::string_view text) { return text::visible(text, kShown); }

void mend_block(std::string& out, const Palette& palette, const model::Mend& mend) {
  out += "  " + palette.bold(shown(mend.name + " " + mend.from + " \u2192 " + mend.to)) + "\n";
  row(out, palette, "why", shown(mend.why));
  if (!mend.integrity_from.empty()) row(out, palette, "goes", shown(mend.integrity_from));
  row(out, palette, "comes", mend.integrity_to.empty() ? "without a digest" : shown(mend.integrity_to));
  for (const std::string& evidence : mend.evidence) row(out, palette, "known by", shown(evidence));
  for (const std::string& note : mend.notes) row(out, palette, "note", shown(note));
}

void project_block(std::string& out, const Palette& palette, const model::FixedProject& project) {
  out += palette.bold(shown(project.path)) + " (" + shown(project.format) + ")\n";
  for (const model::Unmended& each : project.unmended) {
    out += "  " + palette.severity(model::Severity::critical, "STAYS") + " " + shown(each.name + " " + each.version) +
           "\n";
    row(out, palette, "because", shown(each.reason));
    if (!each.help.empty()) row(out, palette, "help", shown(each.help));
  }
  for (const model::Unmended& each : project.vulnerable) {
    out += "  " + palette.severity(model::Severity::high, "VULNERABLE") + " " + shown(each.name + " " + each.version) +
           " stays\n";
    row(out, palette, "because", shown(each.reason));
    if (!each.help.empty()) row(out, palette, "help", shown(each.help));
  }
  for (const model::Mend& mend : project.mends) mend_block(out, palette, mend);
  for (const model::Added& added : project.added) {
    out += "  " + palette.bold(shown(added.name + " " + added.version)) + " comes: " + shown(added.required_by) +
           " needs it\n";
    if (!added.integrity.empty()) row(out, palette, "comes", shown(added.integrity));
    for (const std::string& evidence : added.evidence) row(out, palette, "known by", shown(evidence));
  }
  for (const model::Orphan& orphan : project.orphans)
    out += "  " + palette.bold(shown(orphan.name + " " + orphan.version)) + " goes: nothing requires it" +
           (orphan.bad ? ", and it is known to be bad" : "") + "\n";
  for (const model::RangeChanged& range : project.ranges)
    out += "  " + shown(range.path) + " asks for " + shown(range.name + " " + range.to) + ", not " + shown(range.from) +
           "\n";
  for (const model::VersionForced& forced : project.forced)
    out += "  " + shown(forced.path) + " forces " + shown(forced.version) + " in place of " + shown(forced.name) +
           " (" + forced.field + ")\n";
  for (const model::FixedFile& file : project.files) diff_block(out, palette, file.path, file.diff, file.backup);
  out += "\n";
}

std::string word(model::FixState state) {
  switch (state) {
    case model::FixState::nothing: return "NOTHING TO DO";
    case model::FixState::planned: return "PLAN";
    case model::FixState::applied: return "DONE";
    case model::FixState::refused: return "REFUSED";
  }
  return "REFUSED";
}

}  // namespace

std::string render_fix_text(const model::FixReport& report, const Style& style) {
  const Palette palette(style);
  const bool incomplete = report.state == model::FixState::nothing && report.exit_code != 0;
  std::string out =
      palette.bold((incomplete ? "INCOMPLETE" : word(report.state)) + ": " + text::visible(report.headline, 2'000)) +
      "\n\n";
  for (const model::FixedProject& project : report.projects) project_block(out, palette, project);
  if (report.state == model::FixState::planned) out += "Nothing was changed. --apply changes the files.\n\n";
  if (report.state == model::FixState::applied)
    out += "What ran when the bad release was installed is not undone by this: 'cordon scan' says what to do.\n\n";
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_fix_json(const model::FixReport& report) {
  std::string out;
  json::Writer writer(out);
  model::write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
