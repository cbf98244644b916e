#include "policy/verdict.h"

#include <gtest/gtest.h>

namespace cordon::policy {
namespace {

using model::Severity;
using model::VerdictValue;

model::Finding of(Severity severity, bool waived = false) {
  model::Finding finding;
  finding.severity = severity;
  if (waived) finding.waived = model::Waived{"o", "r", "2027-01-01"};
  return finding;
}

model::Finding breaking(VerdictValue verdict, model::RuleMode mode, bool waived = false) {
  model::Finding finding = of(Severity::low, waived);
  finding.policy = model::RuleBroken{"r", verdict, mode, "o", "why", std::nullopt};
  return finding;
}

model::Coverage with_unread(bool incomplete) {
  model::Coverage coverage;
  coverage.unread.push_back({"x", 0, "c", "r", incomplete});
  return coverage;
}

TEST(Verdict, FollowsFindingsThresholdAndCoverage) {
  struct Case {
    std::vector<model::Finding> findings;
    model::Coverage coverage;
    Severity fail_on;
    VerdictValue verdict;
    std::uint32_t exit_code;
  };
  const Case cases[] = {
      {{}, {}, Severity::high, VerdictValue::allow, 0},
      {{}, with_unread(true), Severity::high, VerdictValue::allow, 3},
      {{}, with_unread(false), Severity::high, VerdictValue::allow, 0},
      {{of(Severity::medium)}, {}, Severity::high, VerdictValue::allow, 0},
      {{of(Severity::medium)}, {}, Severity::medium, VerdictValue::review, 1},
      {{of(Severity::high)}, with_unread(true), Severity::high, VerdictValue::review, 1},
      {{of(Severity::critical)}, {}, Severity::high, VerdictValue::block, 1},
      {{of(Severity::critical, true)}, {}, Severity::high, VerdictValue::allow, 0},
      {{breaking(VerdictValue::block, model::RuleMode::enforce)}, {}, Severity::high, VerdictValue::block, 1},
      {{breaking(VerdictValue::review, model::RuleMode::enforce)}, {}, Severity::high, VerdictValue::review, 1},
      {{breaking(VerdictValue::block, model::RuleMode::observe)}, {}, Severity::info, VerdictValue::allow, 0},
      {{breaking(VerdictValue::block, model::RuleMode::enforce, true)}, {}, Severity::high, VerdictValue::allow, 0},
      {{of(Severity::critical, true), of(Severity::high)}, {}, Severity::high, VerdictValue::review, 1},
  };
  for (const Case& c : cases) {
    const Decision decision = decide(c.findings, c.coverage, c.fail_on);
    EXPECT_EQ(decision.verdict, c.verdict) << (&c - cases);
    EXPECT_EQ(decision.exit_code, c.exit_code) << (&c - cases);
  }
}

}  // namespace
}  // namespace cordon::policy
