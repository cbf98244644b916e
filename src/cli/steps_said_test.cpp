#include "cli/steps_said.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

model::Finding finding(const char* name, std::initializer_list<const char*> steps) {
  model::Finding out;
  out.subject.name = name;
  out.subject.version = "1.0.0";
  for (const char* step : steps)
    out.remedy.push_back({static_cast<std::uint32_t>(out.remedy.size() + 1), step, std::nullopt});
  return out;
}

TEST(StepsSaid, TheFirstFindingSaysAll) {
  StepsSaid said;
  EXPECT_EQ(said.note(finding("a", {"one", "two"})).steps, 0u);
  EXPECT_EQ(said.note(finding("b", {"three"})).steps, 0u);
}

TEST(StepsSaid, SharedFirstStepsAreNamedByWhoSaidThem) {
  StepsSaid said;
  said.note(finding("a", {"one", "two", "go back to a"}));
  const StepsSaid::Earlier earlier = said.note(finding("b", {"one", "two", "go back to b"}));
  EXPECT_EQ(earlier.steps, 2u);
  EXPECT_EQ(earlier.title, "a@1.0.0");
  EXPECT_EQ(said.note(finding("c", {"one", "two", "go back to b"})).title, "b@1.0.0");
}

TEST(StepsSaid, TheSameStepElsewhereInTheOrderIsNotTheSame) {
  StepsSaid said;
  said.note(finding("a", {"one", "two"}));
  EXPECT_EQ(said.note(finding("b", {"two", "one"})).steps, 0u);
}

TEST(StepsSaid, AnotherCommandIsAnotherStep) {
  StepsSaid said;
  model::Finding first = finding("a", {"install"}), second = finding("b", {"install"});
  first.remedy[0].command = "npm install a";
  second.remedy[0].command = "npm install b";
  said.note(first);
  EXPECT_EQ(said.note(second).steps, 0u);
}

TEST(StepsSaid, AFindingOfAFileIsNamedByItsPath) {
  StepsSaid said;
  model::Finding file;
  file.subject.path = "yarn.lock";
  file.remedy.push_back({1, "regenerate", std::nullopt});
  said.note(file);
  EXPECT_EQ(said.note(finding("b", {"regenerate"})).title, "yarn.lock");
}

}  // namespace
}  // namespace cordon::cli
