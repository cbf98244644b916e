#include "checks/referenced.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::Words;

Words run(std::string_view name, std::string_view range, std::vector<model::Component> components = {}) {
  Project project;
  project.lockfiles = {testing::inventory("package.json", std::move(components))};
  project.lockfiles[0].roots[0].declared.push_back(
      {std::string(name), std::string(range), model::EdgeKind::runtime, {"package.json", 4}});
  const auto known = testing::knowledge(
      "  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n"
      "  - {ecosystem: npm, name: all-bad, versions: [\"*\"]}\n");
  Words out;
  for (const model::Finding& finding : testing::run(check_referenced, project, known)) {
    EXPECT_EQ(finding.rule_id, "malware.referenced");
    EXPECT_EQ(model::headline(*finding.exposure), "referenced");
    EXPECT_EQ(finding.evidence.at(0).locator, "package.json:4");
    out.push_back(*finding.subject.name + " " + finding.subject.version.value_or("-"));
  }
  return out;
}

TEST(Referenced, AnExactRangeOfABadReleaseIsFound) {
  for (const char* range : {"1.0.1", "=1.0.1", "v1.0.1", " 1.0.1 ", "npm:evil@1.0.1"})
    EXPECT_EQ(run("evil", range), Words{"evil 1.0.1"}) << range;
  EXPECT_EQ(run("innocent", "npm:evil@1.0.1"), Words{"evil 1.0.1"});
}

TEST(Referenced, ARangeThatOnlyAllowsItIsNot) {
  for (const char* range : {"^1.0.0", "*", "", "latest", "1.0.10", "github:user/evil#1.0.1"})
    EXPECT_EQ(run("evil", range), Words{}) << range;
}

TEST(Referenced, ANameOfWhichEveryReleaseIsBadIsFoundByAnyRange) {
  for (const char* range : {"^1.0.0", "latest", "*"}) EXPECT_EQ(run("all-bad", range), Words{"all-bad "}) << range;
  EXPECT_EQ(run("all-bad", "file:../own"), Words{});
  EXPECT_EQ(run("all-bad", "0.0.1-security"), Words{});  // the registry's placeholder
}

TEST(Referenced, OfAnotherEcosystemTheVersionMustBeNamed) {
  const auto known = testing::knowledge("  - {ecosystem: crates, name: evil, versions: [\"1.0.1\"]}\n");
  const auto run = [&](const char* ecosystem, const char* range, const char* name = "evil") {
    Project project;
    project.lockfiles = {testing::inventory("Cargo.toml", {})};
    project.lockfiles[0].ecosystem = ecosystem;
    project.lockfiles[0].roots[0].declared.push_back({name, range, model::EdgeKind::runtime, {"Cargo.toml", 4}});
    Words out;
    for (const model::Finding& finding : testing::run(check_referenced, project, known))
      out.push_back(*finding.subject.purl);
    return out;
  };
  EXPECT_EQ(run("crates", "=1.0.1"), Words{"pkg:cargo/evil@1.0.1"});
  EXPECT_EQ(run("crates", "1.0"), Words{});
  EXPECT_EQ(run("crates", "=1.0.1 (registry own)"), Words{"pkg:cargo/evil@1.0.1"});
  EXPECT_EQ(run("crates", "evil@=1.0.1", "renamed"), Words{"pkg:cargo/evil@1.0.1"});
  for (const char* elsewhere : {"path+../evil", "git+https://example.test/evil?tag=1.0.1", "evil@path+../evil"})
    EXPECT_EQ(run("crates", elsewhere), Words{}) << elsewhere;
  EXPECT_EQ(run("npm", "=1.0.1"), Words{});
}

TEST(Referenced, OfPythonWhatComesFromAnAddressIsNotThatRelease) {
  const auto known = testing::knowledge("  - {ecosystem: pypi, name: evil, versions: [\"1.0\"]}\n");
  const auto run_pypi = [&](const char* range) {
    Project project;
    project.lockfiles = {testing::inventory("pyproject.toml", {})};
    project.lockfiles[0].ecosystem = "pypi";
    project.lockfiles[0].roots[0].declared.push_back({"evil", range, model::EdgeKind::runtime, {"pyproject.toml", 4}});
    return testing::run(check_referenced, project, known).size();
  };
  EXPECT_EQ(run_pypi("==1.0.0"), 1u);
  EXPECT_EQ(run_pypi(">=1.0"), 0u);
  EXPECT_EQ(run_pypi("@ git+https://git.example.test/evil@1.0"), 0u);
}

TEST(Referenced, ARangeThatLeavesNoOtherReleaseIsExact) {
  for (const char* range : {">=1.0.1 <1.0.2", "1.0.1 || 1.0.1", "=1.0.1 || v1.0.1", "1.0.1+build"})
    EXPECT_EQ(run("evil", range), Words{"evil 1.0.1"}) << range;
  for (const char* range : {">=1.0.1", "<=1.0.1", "1.0.1 || 1.0.2", "~1.0.1"})
    EXPECT_EQ(run("evil", range), Words{}) << range;
}

TEST(Referenced, AnOlderLockfileDoesNotMakeItHarmless) {
  EXPECT_EQ(run("evil", "1.0.1", {testing::package("evil", "1.0.0")}), Words{"evil 1.0.1"});
}

TEST(Referenced, WhatWasResolvedIsNotSaidAgain) {
  EXPECT_EQ(run("evil", "1.0.1", {testing::package("evil", "1.0.1")}), Words{});
}

TEST(Referenced, ManifestsAndWhatALockfileLacksCount) {
  const auto known = testing::knowledge("  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n");
  Project project;
  project.manifest.emplace();
  project.manifest_path = "packages/a/package.json";
  project.manifest->dependencies.push_back({model::EdgeKind::runtime, "evil", "1.0.1", 5});
  auto findings = testing::run(check_referenced, project, known);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].subject.path, "packages/a/package.json");
  EXPECT_EQ(findings[0].title, "package.json asks for evil 1.0.1, which is malware");

  project.manifest.reset();
  project.lockfiles = {testing::lockfile({testing::package("b", "1.0.0")})};
  project.lockfiles[0].unresolved.push_back({0, "evil", "1.0.1", model::EdgeKind::runtime});
  findings = testing::run(check_referenced, project, known);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].evidence.at(0).locator, "package-lock.json:10");
}

TEST(Referenced, AFileOnOneLineHidesNothing) {
  const auto known = testing::knowledge("  - {ecosystem: npm, name: evil, versions: [\"1.0.1\"]}\n");
  Project project;
  project.manifest.emplace();
  project.manifest_path = "package.json";
  project.manifest->dependencies = {{model::EdgeKind::runtime, "good", "^1.0.0", 1},
                                    {model::EdgeKind::development, "evil", "1.0.1", 1}};
  EXPECT_EQ(testing::run(check_referenced, project, known).size(), 1u);
}

}  // namespace
}  // namespace cordon::checks
