#include "checks/sources.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using model::Origin;
using testing::Words;

std::vector<model::Finding> run(Origin origin, std::string_view address) {
  model::Component component = testing::package("a", "1.0.0");
  component.origin = origin;
  if (!address.empty()) component.resolved = address;
  Project project;
  project.lockfiles = {testing::lockfile({component})};
  return testing::run(check_sources, project);
}

TEST(Sources, UnencryptedConnectionsAreFoundWhateverTheCaseOfTheScheme) {
  for (const char* address :
       {"http://example.test/a.tgz", "HTTP://example.test/a.tgz", "http:/example.test/a.tgz", "http:example.test/a.tgz",
        "http:\\\\example.test\\a.tgz", " \thttp://example.test/a.tgz", "ht\ntp://example.test/a.tgz"})
    EXPECT_EQ(testing::rules(run(Origin::http, address)), Words{"source.plain-http 1"}) << address;
  for (const char* address : {"git://example.test/a", "git+http://example.test/a"})
    EXPECT_EQ(testing::rules(run(Origin::git, address)), (Words{"source.plain-http 1", "source.git 1"})) << address;
}

TEST(Sources, WhatAWorkflowUsesByANameThatCanBeMovedIsFound) {
  model::Component moving = testing::package("actions/checkout", "v4"), pinned = moving, image = moving, local = moving;
  moving.ecosystem = pinned.ecosystem = local.ecosystem = "github-actions";
  pinned.checksum = std::string(40, 'a');
  image.ecosystem = "docker";
  local.origin = Origin::workspace;
  Project project;
  project.lockfiles = {testing::inventory("ci.yml", {moving, pinned, image, local})};
  const auto findings = testing::run(check_sources, project);
  EXPECT_EQ(testing::rules(findings), Words{"source.mutable-reference 2"});
  EXPECT_EQ(findings[0].evidence[0].locator, "ci.yml:10");
}

TEST(Sources, EncryptedRegistriesAndFilesAreFine) {
  EXPECT_TRUE(run(Origin::registry, "https://registry.example.test/a/-/a-1.0.0.tgz").empty());
  EXPECT_TRUE(run(Origin::registry, "https:/registry.example.test/a/-/a-1.0.0.tgz").empty());
  EXPECT_TRUE(run(Origin::file, "file:http://x").empty());
  EXPECT_TRUE(run(Origin::registry, "").empty());
}

TEST(Sources, GitSaysWhetherACommitPinsIt) {
  const std::string commit(40, 'a');
  const auto pinned = [](const std::string& address) {
    const auto findings = run(Origin::git, address);
    return findings.at(0).evidence.at(0).excerpt.find("no commit") == std::string::npos;
  };
  EXPECT_TRUE(pinned("git+ssh://git@example.test/u/r.git#" + commit));
  EXPECT_TRUE(pinned("https://example.test/u/r.git#commit=" + commit));
  EXPECT_TRUE(pinned("https://example.test/u/r/tar.gz/" + commit));
  EXPECT_FALSE(pinned("https://example.test/u/r/tar.gz/main"));
  EXPECT_TRUE(pinned("git+https://example.test/u/r.git@" + commit));
  EXPECT_TRUE(pinned("git+https://example.test/u/r.git@" + commit + "#egg=r"));
  EXPECT_FALSE(pinned("git+https://example.test/u/r.git@v1#egg=r"));
  EXPECT_FALSE(pinned("git+ssh://git@example.test/u/r.git"));
  EXPECT_FALSE(pinned("git+ssh://git@example.test/u/r.git#main"));
  EXPECT_FALSE(pinned("git+ssh://git@example.test/u/r.git#" + commit.substr(1)));
}

}  // namespace
}  // namespace cordon::checks
