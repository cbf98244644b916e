// The rules of Cordon's own that policy concludes: what the documentation and SARIF say of them.
#pragma once

#include <string_view>
#include <vector>

#include "model/generated/model.h"
#include "policy/rules.h"

namespace cordon::policy {

struct FindingRule {
  std::string_view id, title, help;
  model::Severity severity;  // of a rule that is enforced and blocks
};

const std::vector<FindingRule>& finding_rules();

// "policy.minimum-age": the rule of a finding that a rule with this condition is broken.
std::string_view finding_rule_of(Condition condition);

}  // namespace cordon::policy
