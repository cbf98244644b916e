#include "checks/dependency_change.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::lockfile;
using testing::package;

std::vector<model::Finding> findings(model::Inventory before, model::Inventory after) {
  Project was, is;
  was.lockfiles.push_back(std::move(before));
  is.lockfiles.push_back(std::move(after));
  is.before = &was;
  std::vector<model::Finding> out;
  check_dependency_change(is, {}, out);
  return out;
}

model::Inventory with_edge(model::Inventory inventory) {
  inventory.edges.push_back({0, 1, model::EdgeKind::runtime, "^4.2.1"});
  return inventory;
}

TEST(DependencyChange, SaysNothingWhereNoChangeIsLookedAt) {
  Project project;
  project.lockfiles.push_back(lockfile({package("axios", "1.14.1")}));
  std::vector<model::Finding> out;
  check_dependency_change(project, {}, out);
  EXPECT_TRUE(out.empty());
}

TEST(DependencyChange, NamesAPackageThatAPatchReleaseBroughtWithEveryFact) {
  const auto found = findings(lockfile({package("axios", "1.14.0")}),
                              with_edge(lockfile({package("axios", "1.14.1"), package("plain-crypto-js", "4.2.1")})));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule_id, "change.suspicious-dependency");
  EXPECT_EQ(found[0].subject.name, "plain-crypto-js");
  EXPECT_EQ(found[0].severity, model::Severity::high);
  EXPECT_NE(found[0].title.find("brought in by axios@1.14.1"), std::string::npos) << found[0].title;
  EXPECT_GE(found[0].evidence.size(), 4u);  // the prior, the facts, what is not known
  EXPECT_FALSE(found[0].remedy.empty());
}

TEST(DependencyChange, IsQuietAboutOrdinaryReleases) {
  EXPECT_TRUE(findings(lockfile({package("axios", "1.14.0")}), lockfile({package("axios", "1.15.0")})).empty());
}

TEST(DependencyChange, AReleaseWithAnotherDigestIsCritical) {
  model::Component was = package("a", "1.0.0"), is = was;
  was.integrity = {"sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  is.integrity = {"sha1-BBBBBBBBBBBBBBBBBBBBBBBBBBA="};
  const auto found = findings(lockfile({was}), lockfile({is}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule_id, "change.integrity");
  EXPECT_EQ(found[0].severity, model::Severity::critical);
}

TEST(DependencyChange, APatchOfTheProjectsOwnIsNoOtherSource) {
  model::Component was = package("a", "1.0.0"), is = was;
  is.origin = model::Origin::patch;
  const auto patched = findings(lockfile({was}), lockfile({is}));
  ASSERT_EQ(patched.size(), 1u);
  EXPECT_EQ(patched[0].rule_id, "change.patch");
  is.origin = model::Origin::git;
  EXPECT_EQ(findings(lockfile({was}), lockfile({is})).at(0).rule_id, "change.source");
}

TEST(DependencyChange, APackageOfTheProjectThatIsFetchedNowIsHigh) {
  model::Component was = package("@corp/w", "1.0.0"), is = was;
  was.origin = model::Origin::workspace;
  const auto found = findings(lockfile({was}), lockfile({is}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule_id, "change.source");
  EXPECT_EQ(found[0].severity, model::Severity::high);
}

TEST(DependencyChange, FromOnesOwnRegistryToAPublicOneIsHighAlsoWithANewVersion) {
  model::Component was = package("corp-utils", "1.0.0");
  was.registry = {"npm.corp.example.test", model::RegistryClass::unknown};
  const auto found = findings(lockfile({was}), lockfile({package("corp-utils", "1.0.1")}));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].rule_id, "change.registry");
  EXPECT_EQ(found[0].severity, model::Severity::high);
}

TEST(DependencyChange, ManyThatMoveToAnotherRegistryAreOneFinding) {
  std::vector<model::Component> was, is;
  for (int i = 0; i < 8; ++i) {
    was.push_back(package("p" + std::to_string(i), "1.0.0"));
    is.push_back(was.back());
    is.back().registry = {"mirror.example.test", model::RegistryClass::unknown};
  }
  const auto found = findings(lockfile(was), lockfile(is));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].instances, 8u);
}

TEST(DependencyChange, ANameThatCanBeTakenForAnotherIsSaid) {
  const auto found = findings(lockfile({package("a", "1.0.0")}), lockfile({package("lodahs", "1.0.0")}));
  EXPECT_TRUE(
      std::ranges::any_of(found, [](const model::Finding& each) { return each.rule_id == "change.look-alike"; }));
}

TEST(DependencyChange, ALockfileThatIsNewIsWeighedAgainstNothing) {
  Project before, now;
  now.lockfiles.push_back(lockfile({package("lodahs", "1.0.0")}));
  now.before = &before;
  std::vector<model::Finding> out;
  check_dependency_change(now, {}, out);
  EXPECT_FALSE(out.empty());
}

TEST(DependencyChange, NamesWhatNothingRequiresAnyMore) {
  const auto found = findings(with_edge(lockfile({package("axios", "1.14.1"), package("plain-crypto-js", "4.2.1")})),
                              lockfile({package("axios", "1.14.0"), package("plain-crypto-js", "4.2.1")}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule_id, "change.orphan");
  EXPECT_EQ(found[0].subject.name, "plain-crypto-js");
}

}  // namespace
}  // namespace cordon::checks
