#include "policy/verdict.h"

#include <algorithm>

namespace cordon::policy {

Decision decide(const std::vector<model::Finding>& findings, const model::Coverage& coverage, model::Severity fail_on) {
  Decision decision;
  decision.complete =
      std::none_of(coverage.unread.begin(), coverage.unread.end(), [](const auto& u) { return u.incomplete; });
  bool counts = false;
  for (const model::Finding& finding : findings) {
    if (finding.waived) continue;
    if (const auto& rule = finding.policy) {
      if (rule->mode == model::RuleMode::observe) continue;
      counts = true;
      if (rule->verdict == model::VerdictValue::block) decision.verdict = model::VerdictValue::block;
      continue;
    }
    if (finding.severity >= fail_on) counts = true;
    if (finding.severity == model::Severity::critical) decision.verdict = model::VerdictValue::block;
  }
  if (counts && decision.verdict == model::VerdictValue::allow) decision.verdict = model::VerdictValue::review;
  const bool blocked = decision.verdict == model::VerdictValue::block;
  decision.exit_code = counts || blocked ? 1 : decision.complete ? 0 : 3;
  return decision;
}

}  // namespace cordon::policy
