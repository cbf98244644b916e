#include "cli/finding_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "cli/coverage_text.h"
#include "model/finding.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kEvidenceShown = 3;
constexpr std::size_t kPathsShown = 3;

std::string path_text(const std::vector<std::string>& path) {
  std::string out;
  for (const std::string& purl : path) out += (out.empty() ? "" : " \u203a ") + purl_for_people(purl);
  return out;
}

void exposure_rows(std::string& out, const Palette& palette, const model::Exposure& exposure, bool all) {
  struct Named {
    const char* name;
    const model::Fact& fact;
  };
  const Named facts[] = {{"referenced", exposure.referenced}, {"resolved", exposure.resolved},
                         {"fetched", exposure.fetched},       {"installed", exposure.installed},
                         {"executed", exposure.executed},     {"contacted", exposure.contacted},
                         {"persisted", exposure.persisted}};
  std::string line;
  for (const Named& named : facts)
    line += fmt::format("{}{} {}", line.empty() ? "" : " \u00b7 ", named.name, to_string(named.fact.value));
  row(out, palette, "how far", palette.bold(model::headline(exposure)) + "   " + palette.dim(line));
  for (const Named& named : facts) {
    if (named.fact.value == model::FactValue::unknown) continue;
    if (!all && std::string_view(named.name) != "executed" && std::string_view(named.name) != "installed") continue;
    for (const std::string& evidence : named.fact.evidence)
      row(out, palette, "", fmt::format("{}: {}", named.name, text::visible(evidence, 400)));
    if (named.fact.more) row(out, palette, "", fmt::format("{}: \u2026 and {} more", named.name, *named.fact.more));
  }
  if (exposure.executed.value == model::FactValue::unknown && exposure.forbidden.value != model::FactValue::yes)
    row(out, palette, "", "no evidence that it ran; that is not evidence that it did not");
}

void remedy_rows(std::string& out, const Palette& palette, const model::Finding& finding, StepsSaid& said) {
  const StepsSaid::Earlier earlier = said.note(finding);
  const char* label = "do now";
  if (earlier.steps != 0) {
    row(out, palette, label,
        fmt::format("{}{}. as for {} above", finding.remedy.front().order,
                    earlier.steps == 1 ? "" : fmt::format(" to {}", finding.remedy[earlier.steps - 1].order),
                    text::visible(earlier.title, 300)));
    label = "";
  }
  for (std::size_t i = earlier.steps; i < finding.remedy.size(); ++i, label = "") {
    const model::Remedy& step = finding.remedy[i];
    row(out, palette, label,
        fmt::format("{}. {}{}", step.order, text::visible(step.action, 600),
                    step.command ? "   $ " + text::visible(*step.command, 300) : ""));
  }
}

// Said of what is weak, not of malware: that runs when it is installed, whatever it is installed for.
bool is_for_development(const model::Finding& finding) {
  return finding.kind == model::FindingKind::vulnerability && finding.scope && model::is_development(*finding.scope);
}

}  // namespace

std::string upper(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string verdict_word(const model::Answer& answer, const std::vector<model::Finding>& findings) {
  if (answer.verdict != model::VerdictValue::allow) return upper(to_string(answer.verdict));
  if (!answer.complete) return "INCOMPLETE";
  const bool found = std::ranges::any_of(
      findings, [](const model::Finding& finding) { return finding.severity > model::Severity::info; });
  return found ? "ALLOW" : "CLEAN";
}

void finding_block(std::string& out, const Palette& palette, const model::Finding& finding, StepsSaid& said, bool all) {
  out += palette.severity(finding.severity, " " + upper(to_string(finding.severity)) + " ") + " " +
         palette.bold(text::visible(finding.title, 400)) + "\n";
  if (finding.waived)
    row(out, palette, "waived",
        fmt::format("until {} by {}: {}", finding.waived->expires, text::visible(finding.waived->owner),
                    text::visible(finding.waived->reason)));
  if (finding.subject.path)
    row(out, palette, "where",
        place_text(*finding.subject.path, finding.subject.line.value_or(0)) +
            (is_for_development(finding) ? "  for development only" : ""));
  std::size_t shown = 0;
  for (const model::Evidence& evidence : finding.evidence) {
    if (!all && shown++ == kEvidenceShown) {
      row(out, palette, "",
          fmt::format("\u2026 and {} more",
                      std::max<std::size_t>(finding.instances, finding.evidence.size()) - kEvidenceShown));
      break;
    }
    row(out, palette, &evidence == finding.evidence.data() ? "evidence" : "",
        fmt::format("{}  {}", text::visible(evidence.locator, 300), evidence.excerpt));
  }
  if (finding.exposure) exposure_rows(out, palette, *finding.exposure, all);
  shown = 0;
  for (const std::vector<std::string>& path : finding.paths) {
    if (!all && shown == kPathsShown) break;
    row(out, palette, shown++ == 0 ? "why here" : "", path_text(path));
  }
  const std::size_t roots = std::max<std::size_t>(finding.paths.size(), finding.roots.value_or(0));
  if (shown < roots) row(out, palette, "", fmt::format("\u2026 and from {} more roots", roots - shown));
  if (finding.dominator && finding.dominator != finding.subject.purl)
    row(out, palette, "", fmt::format("remove {} and it goes", palette.bold(purl_for_people(*finding.dominator))));
  if (!finding.aliases.empty()) row(out, palette, "known as", fmt::format("{}", fmt::join(finding.aliases, ", ")));
  remedy_rows(out, palette, finding, said);
  row(out, palette, "rule", fmt::format("{}   {}", finding.rule_id, palette.dim("id " + finding.id.substr(0, 12))));
  out += "\n";
}

}  // namespace cordon::cli
