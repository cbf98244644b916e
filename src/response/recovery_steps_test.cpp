#include "response/recovery_steps.h"

#include <gtest/gtest.h>

namespace cordon::response {
namespace {

model::Finding with(const std::vector<std::string>& actions) {
  model::Finding finding;
  std::uint32_t order = 0;
  for (const std::string& action : actions) finding.remedy.push_back({++order, action, std::nullopt});
  return finding;
}

std::vector<std::string> steps_of(const std::vector<model::Finding>& findings) {
  std::vector<std::string> out;
  for (const model::Remedy& step : recovery_steps(findings)) {
    EXPECT_EQ(step.order, out.size() + 1);
    out.push_back(step.action);
  }
  return out;
}

using Steps = std::vector<std::string>;

TEST(RecoverySteps, SaysEachStepOnce) {
  EXPECT_EQ(steps_of({with({"isolate", "rotate"}), with({"isolate", "rotate"})}), (Steps{"isolate", "rotate"}));
}

TEST(RecoverySteps, PutsANewStepBehindTheOneItFollows) {
  EXPECT_EQ(steps_of({with({"isolate", "rotate", "rebuild"}), with({"isolate", "copy", "rebuild"})}),
            (Steps{"isolate", "copy", "rotate", "rebuild"}));
}

TEST(RecoverySteps, PutsANewFirstStepBeforeTheOneThatFollowsIt) {
  EXPECT_EQ(steps_of({with({"isolate", "rotate"}), with({"stop it", "rotate", "pin"})}),
            (Steps{"isolate", "stop it", "rotate", "pin"}));
}

TEST(RecoverySteps, PutsStepsThatNothingTiesLast) {
  EXPECT_EQ(steps_of({with({"isolate"}), with({"pin", "install"})}), (Steps{"isolate", "pin", "install"}));
}

TEST(RecoverySteps, FollowsTheNumbersOfAFinding) {
  model::Finding finding = with({"second", "first"});
  finding.remedy[0].order = 2;
  finding.remedy[1].order = 1;
  EXPECT_EQ(steps_of({finding}), (Steps{"first", "second"}));
}

TEST(RecoverySteps, TellsApartStepsWithDifferentCommands) {
  model::Finding one = with({"stop"}), other = with({"stop"});
  one.remedy[0].command = "kill 1";
  other.remedy[0].command = "kill 2";
  EXPECT_EQ(steps_of({one, other}).size(), 2u);
}

TEST(RecoverySteps, LeavesOutFindingsThatAreWaived) {
  model::Finding waived = with({"isolate"});
  waived.waived = model::Waived{"kim", "a test", "2027-01-01"};
  EXPECT_TRUE(steps_of({waived}).empty());
}

// Earlier findings win where two contradict each other.
TEST(RecoverySteps, KeepsTheOrderOfTheMoreSevereFinding) {
  EXPECT_EQ(steps_of({with({"a", "b"}), with({"b", "a", "c"})}), (Steps{"a", "b", "c"}));
}

}  // namespace
}  // namespace cordon::response
