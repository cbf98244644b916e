#include <fmt/format.h>
#include <strings.h>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "cli/notices_text.h"
#include "cli/palette.h"
#include "cli/render.h"
#include "cli/render_policy.h"
#include "cli/steps_said.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

// Hostile text must not become markup: everything that means something to markdown, to HTML or to what code hosts add
// to them (formulas between dollars, addresses that become links by themselves) is escaped.
std::string escaped(std::string_view hostile, std::size_t limit = 300) {
  std::string out;
  const std::string shown = text::visible(hostile, limit);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    if (c == '>') {
      out += "&gt;";
      continue;
    }
    if (c == '&') {
      out += "&amp;";
      continue;
    }
    const bool begins_link = (c == ':' && shown.compare(i, 3, "://") == 0) ||
                             (c == '.' && i >= 3 && ::strncasecmp(shown.data() + i - 3, "www", 3) == 0);
    if (begins_link || std::string_view("\\`*_{}[]()#+!|~@$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string place(std::string_view path, std::uint32_t line) {
  return escaped(path, 1'000) + (line == 0 ? "" : ":" + std::to_string(line));
}

void finding_section(std::string& out, const model::Finding& finding, StepsSaid& said) {
  out += fmt::format("### {}: {}{}\n\n", to_string(finding.severity), escaped(finding.title),
                     finding.waived ? " (waived)" : "");
  if (finding.waived)
    out += fmt::format("- waived until {} by {}: {}\n", finding.waived->expires, escaped(finding.waived->owner),
                       escaped(finding.waived->reason));
  if (finding.subject.path) out += "- where: " + place(*finding.subject.path, finding.subject.line.value_or(0)) + "\n";
  if (finding.exposure) {
    out += fmt::format("- how far: **{}**", model::headline(*finding.exposure));
    out += fmt::format(" (installed {}, executed {})\n", to_string(finding.exposure->installed.value),
                       to_string(finding.exposure->executed.value));
  }
  for (const std::vector<std::string>& path : finding.paths) {
    out += "- why here: ";
    for (const std::string& purl : path)
      out += (&purl == path.data() ? "" : " \u203a ") + escaped(purl_for_people(purl));
    out += '\n';
    if (&path - finding.paths.data() == 2) break;
  }
  if (finding.dominator && finding.dominator != finding.subject.purl)
    out += "- remove " + escaped(purl_for_people(*finding.dominator)) + " and it goes\n";
  out += fmt::format("- evidence: {} ({})\n", escaped(finding.evidence.front().excerpt),
                     escaped(finding.evidence.front().locator));
  out += fmt::format("- rule {}, id {}\n", finding.rule_id, finding.id.substr(0, 12));
  if (!finding.remedy.empty()) out += "\nWhat to do now:\n\n";
  const StepsSaid::Earlier earlier = said.note(finding);
  if (earlier.steps != 0)
    out += fmt::format("Step{} as for {} above.\n", earlier.steps == 1 ? " 1" : fmt::format("s 1 to {}", earlier.steps),
                       escaped(earlier.title));
  for (std::size_t i = earlier.steps; i < finding.remedy.size(); ++i) {
    const model::Remedy& step = finding.remedy[i];
    out += fmt::format("{}. {}", step.order, escaped(step.action, 600));
    if (step.command) out += " <code>" + escaped(*step.command) + "</code>";
    out += '\n';
  }
  out += '\n';
}

// The scripts of ci/ read it: "allow" only where everything was looked at.
std::string_view verdict_word(const model::ScanReport& report) {
  if (report.answer.exit_code != 3) return to_string(report.answer.verdict);
  return lacks_only_knowledge(report.coverage) ? "incomplete, only knowledge is missing" : "incomplete";
}

}  // namespace

std::string render_markdown(const model::ScanReport& report) {
  std::string out =
      fmt::format("## Cordon: {}\n\n{}\n\n", verdict_word(report), escaped(report.answer.headline, 2'000));
  if (report.since_last) out += "```text\n" + since_last_text(*report.since_last, {}) + "```\n\n";
  StepsSaid said;
  for (const model::Finding& finding : report.findings) finding_section(out, finding, said);
  out += "### Coverage\n\n";
  out += fmt::format("{} file{} read.\n", report.coverage.read.size(), report.coverage.read.size() == 1 ? "" : "s");
  if (report.coverage.settings)
    out += "\nSettings: " + escaped(settings_text(*report.coverage.settings), 2'000) + ".\n";
  if (report.policy)
    for (const std::string& line : policy_lines(*report.policy, report.findings))
      out += "\nRule of the organisation: " + escaped(line, 2'000) + ".\n";
  if (!report.coverage.unread.empty()) out += "\n| not read | why |\n|---|---|\n";
  for (const model::FileUnread& unread : report.coverage.unread)
    out += fmt::format("| {} | {}{} |\n", place(unread.path, unread.line), escaped(unread.reason),
                       loses_nothing(unread) ? " (nothing is lost)" : "");
  return out;
}

}  // namespace cordon::cli
