#include "app/knowledge_used.h"

#include <fmt/format.h>

#include "base/date.h"
#include "model/version_order.h"

namespace cordon::app {
namespace {

// Knowledge that is older warns, unless the user said which age is too old (DESIGN section 5).
constexpr std::int64_t kWarningAgeDays = 7;

// Notes the age of one kind of knowledge: a warning, or where a limit is set and passed, an answer that is not
// complete.
void judge_age(const ScanOptions& options, const Clock& clock, model::KnowledgeUsed& used, const std::string& what,
               model::Coverage& coverage) {
  const auto newest = days_of(used.date.value_or(""));
  if (!newest) return;
  const std::int64_t age = *days_of(clock.today()) - *newest;
  const auto too_old = [&](std::string reason) {
    coverage.unread.push_back({"(knowledge)", 0, "knowledge_too_old", std::move(reason), true});
  };
  if (!options.max_age_days) {
    if (age > kWarningAgeDays) used.warning = fmt::format("{} days old; newer {} may know more", age, used.source);
  } else if (age < 0) {
    too_old(what + " of " + *used.date + ", which is still to come");
  } else if (age > *options.max_age_days) {
    too_old(fmt::format("{} {} days old, more than the {} allowed", what, age, *options.max_age_days));
  }
}

// Whether advisories can speak of it: docker images, folders and services have no ecosystem in OSV.
bool is_read(std::string_view ecosystem) { return model::ecosystem_of(ecosystem).has_value(); }

}  // namespace

void note_knowledge(const ScanOptions& options, const std::set<std::string>& ecosystems, const Clock& clock,
                    model::Coverage& coverage) {
  const auto incomplete = [&](const char* code, std::string reason) {
    coverage.unread.push_back({"(knowledge)", 0, code, std::move(reason), true});
  };
  if (options.knowledge_off) {
    coverage.knowledge.push_back({"incident packs", 0, std::nullopt, "off", std::nullopt});
    coverage.knowledge.push_back({"advisories", 0, std::nullopt, "off", std::nullopt});
    incomplete("knowledge_off", "--no-knowledge: no package was compared with what is known");
    return;
  }
  const auto count = static_cast<std::uint32_t>(options.knowledge->packs().size());
  model::KnowledgeUsed packs{"incident packs", count, std::nullopt, "loaded", std::nullopt};
  if (!options.knowledge->newest_update().empty()) packs.date = options.knowledge->newest_update();
  judge_age(options, clock, packs, "the newest incident pack is", coverage);
  coverage.knowledge.push_back(std::move(packs));

  model::KnowledgeUsed advisories{"advisories", 0, std::nullopt, "absent", std::nullopt};
  if (const intel::Advisories* loaded = options.knowledge->advisories()) {
    advisories.count = loaded->index().record_count();
    advisories.state = "loaded";
    if (const std::uint32_t current = loaded->current(); current != 0) advisories.date = time_of(current).substr(0, 10);
    judge_age(options, clock, advisories, "the oldest source of advisories is", coverage);
    for (const std::string& ecosystem : ecosystems)
      if (is_read(ecosystem) && !loaded->index().knows(ecosystem))
        incomplete("no_advisories",
                   "the index has no record of the ecosystem " + ecosystem + ": 'cordon intel update' fetches them");
  } else if (!options.packs_only) {
    incomplete("no_advisories",
               "no advisories are loaded: 'cordon intel update' fetches them (--packs-only does without)");
  }
  coverage.knowledge.push_back(std::move(advisories));
}

}  // namespace cordon::app
