#include "checks/integrity.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::evidence;
using testing::lockfile;
using testing::package;
using testing::rules;
using testing::Words;

model::Component with(std::string_view name, std::vector<std::string> integrity) {
  model::Component out = package(name, "1.0.0");
  out.integrity = std::move(integrity);
  return out;
}

std::vector<model::Finding> run(std::vector<model::Component> components) {
  Project project;
  project.lockfiles = {lockfile(std::move(components))};
  return testing::run(check_integrity, project);
}

TEST(Integrity, AnArchiveWithoutADigestIsFoundWithItsLine) {
  const auto findings = run({with("a", {"sha512-AA=="}), with("b", {})});
  ASSERT_EQ(rules(findings), Words{"integrity.missing 1"});
  EXPECT_EQ(evidence(findings[0]), Words{"package-lock.json:20 b@1.0.0 has no integrity"});
}

TEST(Integrity, OnlyRegistryAndHttpArchivesNeedADigest) {
  using model::Origin;
  for (const Origin origin : {Origin::git, Origin::file, Origin::link, Origin::workspace, Origin::patch}) {
    model::Component component = with("a", {});
    component.origin = origin;
    EXPECT_TRUE(run({component}).empty()) << to_string(origin);
  }
  model::Component component = with("a", {});
  component.origin = Origin::http;
  EXPECT_EQ(run({component}).size(), 1u);
  component.bundled = true;
  EXPECT_TRUE(run({component}).empty());
}

TEST(Integrity, WhatAWorkflowUsesHasNoDigestInIt) {
  model::Component action = testing::package("actions/checkout", "v4"), image = action;
  action.ecosystem = "github-actions";
  image.ecosystem = "docker";
  Project project;
  project.lockfiles = {testing::inventory("ci.yml", {action, image})};
  EXPECT_TRUE(testing::run(check_integrity, project).empty());
}

TEST(Integrity, AModuleWithoutADigestIsFoundWithGosOwnRemedy) {
  model::Component module = testing::package("example.test/a", "v1.0.0");
  module.ecosystem = "go";
  Project project;
  project.lockfiles = {testing::inventory("go.mod", {module})};
  project.lockfiles[0].ecosystem = "go";
  const auto findings = testing::run(check_integrity, project);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_NE(findings[0].remedy.at(0).action.find("go mod tidy"), std::string::npos);
}

TEST(Integrity, AChecksumOfTheCacheArchiveCounts) {
  model::Component component = with("a", {});
  component.checksum = "10c0/00";
  EXPECT_TRUE(run({component}).empty());
}

TEST(Integrity, WeakIsWhereNoDigestIsStrong) {
  EXPECT_EQ(rules(run({with("a", {"sha1-AA=="})})), Words{"integrity.weak 1"});
  EXPECT_EQ(rules(run({with("a", {"md5-AA=="})})), Words{"integrity.weak 1"});
  for (const char* strong : {"sha256-BB==", "sha384-BB==", "sha512-BB=="})
    EXPECT_TRUE(run({with("a", {"sha1-AA==", strong})}).empty()) << strong;
}

TEST(Integrity, TwoPackagesWithOneDigestAreFound) {
  const auto findings = run({with("a", {"sha512-AA=="}), with("b", {"sha512-AA=="})});
  ASSERT_EQ(rules(findings), Words{"integrity.shared-digest 1"});
  EXPECT_EQ(evidence(findings[0]), Words{"package-lock.json:20 b@1.0.0 has the digest of a@1.0.0"});
}

TEST(Integrity, APackageThatSharesTwoDigestsIsOnePackage) {
  const std::vector<std::string> both = {"sha1-AA==", "sha512-AA=="};
  EXPECT_EQ(rules(run({with("a", both), with("b", both)})), Words{"integrity.shared-digest 1"});
}

TEST(Integrity, InstancesOfOneReleaseMayShareTheirDigest) {
  model::Component alias = with("a", {"sha512-AA=="});
  alias.alias = "b";
  EXPECT_TRUE(run({with("a", {"sha512-AA=="}), alias}).empty());
}

TEST(Integrity, ADocumentMayLeaveDigestsOut) {
  Project project;
  project.lockfiles = {lockfile({with("a", {}), with("b", {"sha1-AA=="})})};
  project.lockfiles[0].document = true;
  EXPECT_TRUE(testing::run(check_integrity, project).empty());
}

constexpr const char* kDigest = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
constexpr const char* kOther = "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=";

TEST(Integrity, AnotherDigestThanTheRegistrysIsFound) {
  change::Packument packument;
  packument.releases["1.0.0"].integrity = kDigest;
  Project project;
  project.packuments = [&](const model::Component&) { return &packument; };
  project.asks_of_all = true;
  project.lockfiles = {lockfile({with("a", {kOther, "sha512-AA=="})})};
  const auto findings = testing::run(check_integrity, project);
  ASSERT_EQ(rules(findings), Words{"integrity.registry 1"});
  EXPECT_EQ(findings[0].severity, model::Severity::high);
  project.lockfiles = {lockfile({with("a", {kDigest, "sha512-AA=="})})};
  EXPECT_TRUE(testing::run(check_integrity, project).empty());
}

}  // namespace
}  // namespace cordon::checks
