#include "checks/lying_lockfile.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::package;

bool lies(std::string_view name, std::string_view version, std::string_view path,
          std::string_view host = "https://registry.example.test") {
  Project project;
  model::Component component = package(name, version);
  component.resolved = std::string(host) + std::string(path);
  project.lockfiles = {testing::lockfile({component})};
  const auto findings = testing::run(check_lying_lockfile, project);
  for (const model::Finding& finding : findings) {
    EXPECT_EQ(finding.rule_id, "integrity.lying-lockfile");
    EXPECT_EQ(finding.severity, model::Severity::critical);
    EXPECT_EQ(finding.subject.line, 10u);
  }
  return !findings.empty();
}

TEST(LyingLockfile, AnAddressOfAnotherNameOrVersionIsALie) {
  EXPECT_TRUE(lies("left", "1.0.0", "/right/-/right-1.0.0.tgz"));
  EXPECT_TRUE(lies("left", "1.0.0", "/left/-/right-1.0.0.tgz"));
  EXPECT_TRUE(lies("left", "1.0.0", "/left/-/left-1.0.1.tgz"));
  EXPECT_TRUE(lies("@acme/left", "1.0.0", "/@acm3/left/-/left-1.0.0.tgz"));
  EXPECT_TRUE(lies("left", "1.0.0", "/@acme/left/-/left-1.0.0.tgz"));
}

TEST(LyingLockfile, AnAddressLiesHoweverItIsWritten) {
  for (const char* host :
       {"https:/registry.example.test", "HTTPS:registry.example.test", " https:\\\\registry.example.test"})
    EXPECT_TRUE(lies("left", "1.0.0", "/right/-/right-1.0.0.tgz", host)) << host;
}

TEST(LyingLockfile, HonestAddressesAreNone) {
  EXPECT_FALSE(lies("left", "1.0.0", "/left/-/left-1.0.0.tgz"));
  EXPECT_FALSE(lies("left", "1.0.0", "/api/npm/proxy/left/-/left-1.0.0.tgz?token=x"));
  EXPECT_FALSE(lies("@acme/left", "1.0.0", "/@acme/left/-/left-1.0.0.tgz"));
  EXPECT_FALSE(lies("@acme/left", "1.0.0", "/@acme%2fleft/-/left-1.0.0.tgz"));
  EXPECT_FALSE(lies("@acme/left", "1.0.0", "/@acme/npm/left/-/left-1.0.0.tgz"));  // a proxy of one scope
  EXPECT_FALSE(lies("left", "1.0.0+build.5", "/left/-/left-1.0.0.tgz"));
  EXPECT_FALSE(lies("left", "", "/left/-/left-1.0.0.tgz"));
}

TEST(LyingLockfile, AScopeOutsideThePathDoesNotExcuseAnotherPackage) {
  for (const char* tail : {"?@acme", "#@acme", "?a=/@acme/"})
    EXPECT_TRUE(lies("@acme/left", "1.0.0", "/left/-/left-1.0.0.tgz" + std::string(tail))) << tail;
  EXPECT_TRUE(lies("@acme/left", "1.0.0", ".@acme/left/-/left-1.0.0.tgz"));
  EXPECT_TRUE(lies("@acme/left", "1.0.0", "/left/-/@acme/left-1.0.0.tgz"));
  EXPECT_TRUE(lies("@acme/left", "1.0.0", "/@acme-two/x/left/-/left-1.0.0.tgz"));
}

TEST(LyingLockfile, OnlyNpmsAddressesNameThePackage) {
  model::Component crate = testing::package("a", "1.0.0");
  crate.ecosystem = "crates";
  crate.resolved = "https://registry.example.test/b/-/b-2.0.0.tgz";
  Project project;
  project.lockfiles = {testing::lockfile({crate})};
  EXPECT_TRUE(testing::run(check_lying_lockfile, project).empty());
}

TEST(LyingLockfile, WhatNamesNoReleaseContradictsNothing) {
  EXPECT_FALSE(lies("left", "1.0.0", "/download/4711"));
  EXPECT_FALSE(lies("left", "1.0.0", "/left/-/left.tgz"));
  Project project;
  model::Component git = package("left", "1.0.0"), bare = git;
  git.origin = model::Origin::git;
  git.resolved = "https://registry.example.test/right/-/right-1.0.0.tgz";
  project.lockfiles = {testing::lockfile({git, bare})};
  EXPECT_TRUE(testing::run(check_lying_lockfile, project).empty());
}

}  // namespace
}  // namespace cordon::checks
