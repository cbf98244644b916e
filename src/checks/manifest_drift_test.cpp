#include "checks/manifest_drift.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using model::EdgeKind;
using testing::package;
using testing::Words;

// package.json asks for `name` in `range`; the lockfile's root leads to `locked`, if it is given.
class ManifestDrift : public ::testing::Test {
 protected:
  void asks(std::string_view name, std::string_view range, EdgeKind kind = EdgeKind::runtime) {
    project_.manifest.emplace();
    project_.manifest->dependencies.push_back({kind, std::string(name), std::string(range), 3});
  }
  void locks(const model::Component& component) { project_.lockfiles = {testing::lockfile({component})}; }
  // The evidence, or nothing.
  Words drift() const {
    const auto findings = testing::run(check_manifest_drift, project_);
    return findings.empty() ? Words() : testing::evidence(findings[0]);
  }
  Project project_;
};

TEST_F(ManifestDrift, AVersionOutsideTheRangeIsFound) {
  asks("a", "^2.0.0");
  locks(package("a", "1.9.9"));
  EXPECT_EQ(drift(), Words{"package-lock.json:10 a ^2.0.0: the lockfile has 1.9.9"});
  locks(package("a", "2.0.1"));
  EXPECT_EQ(drift(), Words{});
}

TEST_F(ManifestDrift, ADependencyThatIsNotLockedIsFoundUnlessItMayBeAbsent) {
  locks(package("b", "1.0.0"));
  for (const EdgeKind kind : {EdgeKind::runtime, EdgeKind::development}) {
    asks("a", "^1.0.0", kind);
    EXPECT_EQ(drift().size(), 1u) << to_string(kind);
  }
  for (const EdgeKind kind : {EdgeKind::optional, EdgeKind::peer, EdgeKind::peer_optional}) {
    asks("a", "^1.0.0", kind);
    EXPECT_EQ(drift(), Words{}) << to_string(kind);
  }
}

TEST_F(ManifestDrift, AnAliasMustLeadToItsTarget) {
  model::Component component = package("real", "1.0.0");
  component.alias = "a";
  locks(component);
  asks("a", "npm:real@^1.0.0");
  EXPECT_EQ(drift(), Words{});
  asks("a", "npm:other@^1.0.0");
  EXPECT_EQ(drift().size(), 1u);
}

TEST_F(ManifestDrift, OnlyRangesOfRegistriesAreCompared) {
  locks(package("a", "1.0.0"));
  for (const char* range : {"latest", "github:user/repo", "file:../a", "workspace:^2.0.0", "catalog:"}) {
    asks("a", range);
    EXPECT_EQ(drift(), Words{}) << range;
  }
}

TEST_F(ManifestDrift, AnOverrideExcusesItsOwnNameOnly) {
  asks("a", "^2.0.0");
  locks(package("a", "1.0.0"));
  project_.lockfiles[0].overrides = {{"babel", "1.0.0", {}}, {"a > b", "1.0.0", {}}, {"@x/a", "1", {}}};
  EXPECT_EQ(drift().size(), 1u);
  project_.lockfiles[0].overrides.push_back({"**/a@^1", "1.0.0", {}});
  EXPECT_EQ(drift(), Words{});
}

TEST_F(ManifestDrift, WithoutALockfileOrAManifestThereIsNone) {
  asks("a", "^1.0.0");
  project_.lockfiles = {testing::lockfile({})};  // package.json alone
  EXPECT_EQ(drift(), Words{});
  locks(package("b", "1.0.0"));
  project_.manifest.reset();
  EXPECT_EQ(drift(), Words{});
}

TEST_F(ManifestDrift, ARootThatIsOnlyInferredIsNotTheProject) {
  asks("a", "^2.0.0");
  locks(package("a", "1.0.0"));
  project_.lockfiles[0].roots[0].kind = model::RootKind::inferred;
  EXPECT_EQ(drift(), Words{});
}

}  // namespace
}  // namespace cordon::checks
