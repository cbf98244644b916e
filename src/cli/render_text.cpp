#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/finding_text.h"
#include "cli/notices_text.h"
#include "cli/palette.h"
#include "cli/render.h"
#include "cli/render_policy.h"
#include "cli/steps_said.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {}  // namespace

std::string render_text(const model::ScanReport& report, const Style& style) {
  const Palette palette(style);
  std::string out =
      palette.bold(verdict_word(report.answer, report.findings) + ": " + text::visible(report.answer.headline, 2'000)) +
      "\n\n";
  if (report.since_last) out += since_last_text(*report.since_last, style) + "\n";
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_block(out, palette, finding, said, false);
  coverage_block(out, palette, report.coverage);
  if (report.policy) policy_block(out, palette, *report.policy, report.findings);
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
