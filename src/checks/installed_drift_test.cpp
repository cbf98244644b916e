#include "checks/installed_drift.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::evidence;
using testing::hidden_lockfile;
using testing::installed;
using testing::lockfile;
using testing::package;
using testing::rules;
using testing::Words;

std::vector<model::Finding> run(const Project& project) { return testing::run(check_installed_drift, project); }

TEST(InstalledDrift, AManifestThatChangedAfterInstallingIsFound) {
  Project project;
  project.hidden_lockfile = hidden_lockfile({package("a", "1.0.0"), package("b", "1.0.0")});
  project.installed = installed({package("a", "1.0.1"), package("b", "1.0.0")});
  const auto findings = run(project);
  ASSERT_EQ(rules(findings), Words{"drift.installed-manifest 1"});
  EXPECT_EQ(evidence(findings[0]), Words{"node_modules node_modules/a is a@1.0.1, recorded as a@1.0.0"});
}

TEST(InstalledDrift, FoldersOfOneNameAreComparedByTheirWholeLocation) {
  Project project;
  project.hidden_lockfile =
      hidden_lockfile({package("a", "1.0.0"), package("a", "2.0.0", "packages/x/node_modules/a")});
  project.installed = installed({package("a", "1.0.0"), package("a", "2.0.0", "packages/x/node_modules/a")});
  EXPECT_TRUE(run(project).empty());
}

TEST(InstalledDrift, AnotherPackageInTheFolderIsTampering) {
  Project project;
  project.hidden_lockfile = hidden_lockfile({package("a", "1.0.0")});
  project.installed = installed({package("b", "1.0.0", "node_modules/a")});
  EXPECT_EQ(rules(run(project)), Words{"drift.installed-manifest 1"});
}

TEST(InstalledDrift, WhatIsMissingAndWhatIsExtraAreFoundOnce) {
  Project project;
  project.lockfiles = {lockfile({package("a", "1.0.0"), package("gone", "1.0.0")})};
  project.installed = installed({package("a", "1.0.0"), package("extra", "1.0.0")});
  const auto findings = run(project);
  ASSERT_EQ(rules(findings), Words{"drift.installed 2"});
  EXPECT_EQ(evidence(findings[0]), (Words{"node_modules extra@1.0.0 is installed, but not in package-lock.json",
                                          "node_modules gone@1.0.0 is in package-lock.json:20, but not installed"}));
}

TEST(InstalledDrift, WhatMayBeMissingByRightIsNoDrift) {
  std::vector<model::Component> absent(6, package("absent", "1.0.0"));
  absent[0].scope = model::Scope::optional;
  absent[1].scope = model::Scope::development;
  absent[2].peer = true;
  absent[3].bundled = true;
  absent[4].origin = model::Origin::workspace;
  absent[5].origin = model::Origin::link;
  absent.push_back(package("a", "1.0.0"));
  Project project;
  project.lockfiles = {lockfile(absent)};
  project.installed = installed({package("a", "1.0.0")});
  EXPECT_TRUE(run(project).empty());
}

TEST(InstalledDrift, NoTreeAnEmptyTreeAndALockfileOfRangesAreNoDrift) {
  Project project;
  project.lockfiles = {lockfile({package("a", "1.0.0")})};
  EXPECT_TRUE(run(project).empty());
  project.installed = installed({});
  EXPECT_TRUE(run(project).empty());
  project.lockfiles = {lockfile({})};
  project.installed = installed({package("a", "1.0.0")});
  EXPECT_TRUE(run(project).empty());
}

}  // namespace
}  // namespace cordon::checks
