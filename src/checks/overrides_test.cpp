#include "checks/overrides.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::Words;

// "rule name version" of what is concluded from one override.
Words run(const std::string& pattern, const std::string& replacement, std::string_view asked = {}) {
  Project project;
  project.lockfiles = {testing::lockfile({})};
  project.lockfiles[0].overrides = {{pattern, replacement, {"package.json", 7}}};
  if (!asked.empty()) {
    project.manifest.emplace();
    project.manifest->dependencies.push_back({model::EdgeKind::runtime, "evil", std::string(asked), 1});
  }
  const auto known = testing::knowledge(
      "  - {ecosystem: npm, name: evil, versions: [\"1.0.1\", \"2.0.1\"]}\n"
      "  - {ecosystem: npm, name: all-bad, versions: [\"*\"]}\n");
  Words out;
  for (const model::Finding& finding : testing::run(check_overrides, project, known)) {
    EXPECT_EQ(finding.evidence.at(0).locator, "package.json:7");
    const bool keeps_out = finding.rule_id == "protection.override";
    EXPECT_EQ(model::headline(*finding.exposure), keeps_out ? "forbidden" : "referenced");
    EXPECT_EQ(finding.severity, keeps_out ? model::Severity::info : model::Severity::critical);
    out.push_back(finding.rule_id + " " + *finding.subject.name + " " + *finding.subject.version);
  }
  return out;
}

const Words kBothKeptOut = {"protection.override evil 1.0.1", "protection.override evil 2.0.1"};

TEST(Overrides, AReplacementByAGoodReleaseProtects) {
  EXPECT_EQ(run("evil", "1.0.0"), kBothKeptOut);
  EXPECT_EQ(run("evil@^1.0.0", "1.0.0"), Words{"protection.override evil 1.0.1"});
  EXPECT_EQ(run("parent > evil", "1.0.0"), kBothKeptOut);
  EXPECT_EQ(run("evil", "-"), kBothKeptOut);
  EXPECT_EQ(run("evil", "npm:good@1.0.1"), kBothKeptOut);
  EXPECT_EQ(run("all-bad", "npm:good@1.0.0"), Words{"protection.override all-bad "});
}

TEST(Overrides, WhatReplacesACrateOrModuleIsAComponentAndNotSaidHere) {
  Project project;
  project.lockfiles = {testing::lockfile({})};
  project.lockfiles[0].ecosystem = "go";
  project.lockfiles[0].overrides = {{"evil", "evil@1.0.1", {"go.mod", 7}}};
  EXPECT_TRUE(testing::run(check_overrides, project,
                           testing::knowledge("  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n"))
                  .empty());
}

TEST(Overrides, AReplacementThatCanBeTheBadReleaseDoesNotProtect) {
  EXPECT_EQ(run("evil@1.0.1", "^1.0.0"), Words{});
  EXPECT_EQ(run("all-bad", "2.0.0"), Words{});
  for (const char* unknown : {"latest", "catalog:", "patch:evil@1.0.1#fix.patch", "$evil"})
    EXPECT_EQ(run("evil", unknown), Words{}) << unknown;
}

TEST(Overrides, AReplacementByTheBadReleaseBringsItIn) {
  const Words brought = {"malware.override evil 1.0.1", "protection.override evil 2.0.1"};
  EXPECT_EQ(run("evil", "1.0.1"), brought);
  EXPECT_EQ(run("evil", "=v1.0.1"), brought);
  EXPECT_EQ(run("evil", "1.0.1+build"), brought);
  EXPECT_EQ(run("evil", ">=1.0.1 <1.0.2"), brought);
  EXPECT_EQ(run("evil", "npm:evil@1.0.1"), brought);
  EXPECT_EQ(run("evil", "https://registry.example.test/evil/-/evil-1.0.1.tgz"), brought);
  EXPECT_EQ(run("good", "npm:evil@1.0.1"), Words{"malware.override evil 1.0.1"});
  EXPECT_EQ(run("good", "npm:all-bad@7.0.0"), Words{"malware.override all-bad "});
  EXPECT_EQ(run("parent > good", "npm:evil@1.0.1"), Words{"malware.override evil 1.0.1"});
}

TEST(Overrides, ADollarIsJudgedByWhatItStandsFor) {
  EXPECT_EQ(run("evil", "$evil", "1.0.0"), kBothKeptOut);
  EXPECT_EQ(run("evil@1", "$evil", "1.0.1"), Words{"malware.override evil 1.0.1"});
  EXPECT_EQ(run("evil@1", "$evil", "^1.0.0"), Words{});
}

TEST(Overrides, OfPackagesThatNobodyKnowsNothingIsSaid) {
  EXPECT_EQ(run("good", "1.0.0"), Words{});
  EXPECT_EQ(run("evil@^3.0.0", "1.0.0"), Words{});
}

TEST(Overrides, AFileOnOneLineHidesNothing) {
  Project project;
  project.lockfiles = {testing::lockfile({})};
  project.lockfiles[0].overrides = {{"good", "2.0.0", {"package.json", 1}}, {"evil", "1.0.1", {"package.json", 1}}};
  const auto known = testing::knowledge("  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n");
  EXPECT_EQ(testing::rules(testing::run(check_overrides, project, known)), Words{"malware.override 1"});
}

}  // namespace
}  // namespace cordon::checks
