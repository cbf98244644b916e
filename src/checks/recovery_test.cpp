#include "checks/recovery.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

TEST(Recovery, ThePacksStepsComeInOrderThenTheWayBack) {
  const auto known = testing::knowledge(
      "  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n  - {ecosystem: npm, name: all-bad, versions: "
      "[\"*\"]}\n",
      "last_good:\n  - {ecosystem: npm, name: evil, version: \"1.0.0\"}\n");
  model::FindingInput input;
  add_step(input, "First.");
  add_recovery(known, known.find("npm", "evil").at(0), {}, "npm install evil@1.0.0", input);
  ASSERT_EQ(input.remedy.size(), 3u);
  EXPECT_EQ(input.remedy[1].order, 2u);
  EXPECT_EQ(input.remedy[1].action, "Do nothing.");
  EXPECT_EQ(input.remedy[2].command, "npm install evil@1.0.0");

  model::FindingInput without;
  add_recovery(known, known.find("npm", "all-bad").at(0), "1.0.0", "never shown", without);
  EXPECT_EQ(without.remedy.size(), 1u) << "no release to go back to";
}

}  // namespace
}  // namespace cordon::checks
