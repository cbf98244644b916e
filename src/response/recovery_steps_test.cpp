#include "response/recovery_steps.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

namespace cordon::response {
namespace {

model::Finding with(const std::vector<std::string>& actions, model::Severity severity = model::Severity::high) {
  model::Finding finding;
  finding.severity = severity;
  std::uint32_t order = 0;
  for (const std::string& action : actions) finding.remedy.push_back({++order, action, std::nullopt});
  return finding;
}

std::vector<std::string> steps_of(const std::vector<model::Finding>& findings) {
  std::vector<std::string> out;
  for (const model::Remedy& step : recovery_steps(findings).steps) {
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

TEST(RecoverySteps, OrdersStepsByWhatTheyAreFor) {
  EXPECT_EQ(steps_of({with({"Keep the events", "Remove the package", "Look for it elsewhere"}),
                      with({"Disconnect the machine", "Stop it", "Replace every credential"}),
                      with({"Freeze what runs", "Remove the package"})}),
            (Steps{"Disconnect the machine", "Freeze what runs", "Keep the events", "Stop it",
                   "Replace every credential", "Remove the package", "Look for it elsewhere"}));
}

// An incident tells its own way: what still runs is stopped before it, and what it does not say comes after it.
TEST(RecoverySteps, KeepsStepsInOtherWordsTogether) {
  EXPECT_EQ(steps_of({with({"Block the address", "Remove both releases", "Rebuild", "Keep the logs"}),
                      with({"Stop it", "Replace every credential"})}),
            (Steps{"Stop it", "Block the address", "Remove both releases", "Rebuild", "Keep the logs",
                   "Replace every credential"}));
}

TEST(RecoverySteps, SaysAStepOfAnIncidentOnceWhereARuleHasItToo) {
  EXPECT_EQ(steps_of({with({"Block the address", "Stop it"}), with({"Stop it"})}),
            (Steps{"Stop it", "Block the address"}));
}

TEST(RecoverySteps, KnowsAClassByWholeWordsAtTheBeginning) {
  EXPECT_EQ(class_of_step("Stop it"), StepClass::stop);
  EXPECT_EQ(class_of_step("Set the machine up anew; at once"), StepClass::remove);
  for (const char* other : {"", "stop it", "Stopping it", "Then stop it", "Set a password", "Keeper"})
    EXPECT_EQ(class_of_step(other), std::nullopt) << other;
}

TEST(RecoverySteps, LeavesOutWhatIsOnlyToBeLookedAtForLesserFindings) {
  using model::Severity;
  const model::Finding high = with({"Stop it", "Look for it elsewhere"});
  const model::Finding medium = with({"Remove it", "Look for it elsewhere", "Compare the files"}, Severity::medium);
  const model::Finding low = with({"Read the command"}, Severity::low);
  EXPECT_EQ(steps_of({high, medium, low}), (Steps{"Stop it", "Remove it", "Look for it elsewhere"}));
  EXPECT_EQ(recovery_steps(std::vector{high, medium, low}).left_out, 2u);
  EXPECT_EQ(steps_of({medium, low}), (Steps{"Remove it", "Look for it elsewhere", "Compare the files"}));
  EXPECT_EQ(recovery_steps(std::vector{medium, low}).left_out, 1u);
  EXPECT_EQ(steps_of({low}), (Steps{"Read the command"}));
  EXPECT_EQ(recovery_steps(std::vector{low}).left_out, 0u);
}

TEST(RecoverySteps, DoesNotTakeAWaivedFindingForAWorseOne) {
  model::Finding waived = with({"Stop it"});
  waived.waived = model::Waived{"kim", "a test", "2027-01-01"};
  EXPECT_EQ(steps_of({waived, with({"Read the command"}, model::Severity::low)}), (Steps{"Read the command"}));
}

// The rules that ship, by file: the lines below `remedy:`.
std::map<std::string, Steps> steps_of_rules() {
  std::map<std::string, Steps> out;
  for (const auto& entry : std::filesystem::directory_iterator(CORDON_SOURCE_DIR "/rules/behaviour")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream file(entry.path());
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
      if (inside && line.starts_with("  - ")) out[entry.path().filename()].push_back(line.substr(4));
      else inside = line == "remedy:";
    }
  }
  return out;
}

TEST(RecoverySteps, KnowEachStepOfTheRulesThatShip) {
  const std::map<std::string, Steps> rules = steps_of_rules();
  EXPECT_GE(rules.size(), 38u);
  for (const auto& [file, steps] : rules) {
    StepClass last = StepClass::contain;
    for (const std::string& step : steps) {
      const std::optional<StepClass> is = class_of_step(step);
      ASSERT_TRUE(is.has_value()) << file << ": " << step;
      EXPECT_GE(*is, last) << file << ": " << step;
      last = *is;
    }
  }
}

// However many rules fire at once.
TEST(RecoverySteps, StayFewForAllRulesTogether) {
  std::vector<model::Finding> findings;
  for (const auto& [file, steps] : steps_of_rules()) findings.push_back(with(steps));
  std::map<std::string, Steps> rules = steps_of_rules();
  const std::vector<model::Finding> axios = {
      with(rules.at("manifest-swap.yaml")),   with(rules.at("survivor-calls.yaml")),
      with(rules.at("downloader.yaml")),      with(rules.at("self-removal.yaml")),
      with(rules.at("dropped-program.yaml")), with(rules.at("shell-download.yaml")),
      with(rules.at("upload.yaml"))};
  EXPECT_LE(recovery_steps(axios).steps.size(), 13u);
  EXPECT_LE(recovery_steps(findings).steps.size(), 40u);
}

}  // namespace
}  // namespace cordon::response
