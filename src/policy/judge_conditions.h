// One condition of a rule against the facts of a release.
#pragma once

#include <string_view>

#include "policy/judge.h"

namespace cordon::policy {

// Met, broken or unknown, with the fact that decides; of a rule that speaks of the release.
RuleOutcome condition_of(const Rule& rule, const Rules& rules, const Release& release, std::string_view today);

}  // namespace cordon::policy
