#include "policy/finding_rules.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::policy {
namespace {

TEST(FindingRules, EveryConditionHasARuleThatIsDescribed) {
  for (const Condition condition : {Condition::minimum_age, Condition::registries, Condition::banned,
                                    Condition::licences, Condition::install_scripts, Condition::maximum_risk}) {
    const std::string_view id = finding_rule_of(condition);
    const auto at = std::ranges::find(finding_rules(), id, &FindingRule::id);
    ASSERT_NE(at, finding_rules().end()) << id;
    EXPECT_FALSE(at->title.empty());
    EXPECT_FALSE(at->help.empty());
  }
}

}  // namespace
}  // namespace cordon::policy
