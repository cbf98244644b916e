// What findings and Coverage come to: a verdict and an exit code (DESIGN section 5).
#pragma once

#include <vector>

#include "model/generated/model.h"

namespace cordon::policy {

struct Decision {
  model::VerdictValue verdict = model::VerdictValue::allow;
  bool complete = true;
  std::uint32_t exit_code = 0;  // 0 clean, 1 findings at or above the threshold, 3 nothing found but incomplete
};

// Findings that are waived do not count. Any critical one blocks. What breaks a rule of the organisation counts
// whatever its severity, with the verdict of the rule, and not at all where the rule only observes.
Decision decide(const std::vector<model::Finding>& findings, const model::Coverage& coverage, model::Severity fail_on);

}  // namespace cordon::policy
