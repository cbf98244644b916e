#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/finding_text.h"
#include "cli/notices_text.h"
#include "cli/palette.h"
#include "cli/render.h"
#include "cli/steps_said.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

// CLEAN is said only where nothing was found and everything was looked at.
std::string verdict_word(const model::ScanReport& report) {
  if (report.answer.verdict != model::VerdictValue::allow) return upper(to_string(report.answer.verdict));
  if (!report.answer.complete) return "INCOMPLETE";
  const bool found = std::any_of(report.findings.begin(), report.findings.end(),
                                 [](const model::Finding& f) { return f.severity > model::Severity::info; });
  return found ? "ALLOW" : "CLEAN";
}

}  // namespace

std::string render_text(const model::ScanReport& report, const Style& style) {
  const Palette palette(style);
  std::string out = palette.bold(verdict_word(report) + ": " + text::visible(report.answer.headline, 2'000)) + "\n\n";
  if (report.since_last) out += since_last_text(*report.since_last, style) + "\n";
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_block(out, palette, finding, said, false);
  coverage_block(out, palette, report.coverage);
  return out;
}

std::string render_explanation(const model::Finding& finding, const Style& style) {
  std::string out;
  StepsSaid said;
  finding_block(out, Palette(style), finding, said, true);
  return out;
}

std::string render_json(const model::ScanReport& report) {
  std::string out;
  json::Writer writer(out);
  write(writer, report);
  out += '\n';
  return out;
}

}  // namespace cordon::cli
