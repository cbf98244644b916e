#include "checks/executed_trace.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::installed;
using testing::package;

class ExecutedTrace : public ::testing::Test {
 protected:
  ExecutedTrace() {
    project_.tree = &tree_;
    project_.installed = installed({package("dropper", "4.2.0")});
  }
  std::vector<model::Finding> run() const { return testing::run(check_executed_trace, project_, knowledge_); }

  intel::Knowledge knowledge_ = testing::knowledge_of_dropper();
  MemoryTree tree_{{{"node_modules/dropper/package.json", ""}}};
  Project project_;
};

TEST_F(ExecutedTrace, AnInstalledTraceWithoutAnyLockfileIsFound) {
  const auto findings = run();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule_id, "malware.executed-trace");
  EXPECT_EQ(findings[0].subject.version, "4.2.0");  // what the folder says
  EXPECT_EQ(model::headline(*findings[0].exposure), "executed");
  EXPECT_EQ(findings[0].remedy.at(0).action, "Do nothing.");  // the pack's
}

TEST_F(ExecutedTrace, WhatKnownBadTellsIsNotToldTwice) {
  Project told = project_;
  told.lockfiles = {testing::lockfile({package("dropper", "4.2.1")})};
  EXPECT_TRUE(testing::run(check_executed_trace, told, knowledge_).empty());
  told.lockfiles = {testing::lockfile({package("dropper", "4.2.0")})};
  EXPECT_EQ(testing::run(check_executed_trace, told, knowledge_).size(), 1u);
  told.hidden_lockfile = testing::hidden_lockfile({package("dropper", "4.2.1")});
  EXPECT_TRUE(testing::run(check_executed_trace, told, knowledge_).empty());
}

TEST_F(ExecutedTrace, FilesOfTheArchiveThatAreStillThereAreNoTrace) {
  tree_ = MemoryTree({{"node_modules/dropper/hook.js", ""}});
  EXPECT_TRUE(run().empty());
}

TEST_F(ExecutedTrace, OtherNamesVersionsAndTheUsersOwnFoldersAreNoTrace) {
  project_.installed = installed({package("dropper", "4.2.2"), package("dropper-two", "4.2.0")});
  EXPECT_TRUE(run().empty());
  model::Component link = package("dropper", "4.2.0");
  link.origin = model::Origin::link;
  project_.installed = installed({link});
  EXPECT_TRUE(run().empty());
}

TEST_F(ExecutedTrace, NothingInstalledOrNothingKnownIsNothing) {
  EXPECT_TRUE(testing::run(check_executed_trace, project_).empty());
  project_.installed.reset();
  EXPECT_TRUE(run().empty());
}

}  // namespace
}  // namespace cordon::checks
