#include <fmt/format.h>

#include "base/text.h"
#include "cli/palette.h"
#include "cli/render.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

// Hostile text must not become markup: everything that means something to markdown or HTML is escaped.
std::string escaped(std::string_view hostile, std::size_t limit = 300) {
  std::string out;
  for (const char c : text::visible(hostile, limit)) {
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
    if (std::string_view("\\`*_{}[]()#+!|~@").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string place(std::string_view path, std::uint32_t line) {
  return escaped(path, 1'000) + (line == 0 ? "" : ":" + std::to_string(line));
}

void finding_section(std::string& out, const model::Finding& finding) {
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
  for (const model::Remedy& step : finding.remedy)
    out += fmt::format("{}. {}\n", step.order, escaped(step.action, 600));
  out += '\n';
}

}  // namespace

std::string render_markdown(const model::ScanReport& report) {
  std::string out =
      fmt::format("## Cordon: {}\n\n{}\n\n", to_string(report.answer.verdict), escaped(report.answer.headline, 2'000));
  for (const model::Finding& finding : report.findings) finding_section(out, finding);
  out += "### Coverage\n\n";
  out += fmt::format("{} files read.\n", report.coverage.read.size());
  if (!report.coverage.unread.empty()) out += "\n| not read | why |\n|---|---|\n";
  for (const model::FileUnread& unread : report.coverage.unread)
    out += fmt::format("| {} | {}{} |\n", place(unread.path, unread.line), escaped(unread.reason),
                       unread.incomplete ? "" : " (nothing is lost)");
  return out;
}

}  // namespace cordon::cli
