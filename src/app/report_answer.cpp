#include "app/report_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "policy/waivers.h"

namespace cordon::app {

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string worst_findings(const std::vector<model::Finding>& findings) {
  constexpr std::size_t kNamed = 3;
  std::string text;
  std::size_t told = 0;
  for (const model::Finding& finding : findings)
    if (!finding.waived && finding.severity >= model::Severity::medium && ++told <= kNamed)
      text += (text.empty() ? "" : "; ") + finding.title;
  if (told > kNamed) text += fmt::format("; and {} more", told - kNamed);
  return text;
}

std::string missing_text(const model::Coverage& coverage, std::string_view not_done) {
  const auto missing = static_cast<std::uint64_t>(
      std::ranges::count_if(coverage.unread, [](const model::FileUnread& unread) { return unread.incomplete; }));
  return missing == 0 ? "" : fmt::format("; INCOMPLETE: {} {}", counted(missing, "thing", "things"), not_done);
}

policy::Decision conclude(const Conclusion& conclusion, const Clock& clock, std::vector<model::Finding>& findings,
                          model::Coverage& coverage) {
  const std::size_t applied = policy::apply_waivers(conclusion.settings.waivers, clock.today(), findings);
  coverage.settings = policy::settings_used(conclusion.settings, applied);
  const auto count = static_cast<std::uint32_t>(conclusion.knowledge.packs().size());
  model::KnowledgeUsed packs{"incident packs", count, std::nullopt, conclusion.knowledge_off ? "off" : "loaded",
                             std::nullopt};
  if (const std::string_view newest = conclusion.knowledge.newest_update(); !newest.empty()) packs.date = newest;
  coverage.knowledge.push_back(std::move(packs));
  return policy::decide(findings, coverage, conclusion.fail_on);
}

}  // namespace cordon::app
