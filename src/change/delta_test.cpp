#include "change/delta.h"

#include <gtest/gtest.h>

#include "change/testing.h"

namespace cordon::change {
namespace {

using testing::Lockfile;

TEST(Delta, TellsNewGoneAndChangedReleases) {
  Lockfile before("a@1.0.0 b@1.0.0 c@1.0.0"), after("a@1.0.0 b@1.1.0 d@2.0.0");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.added.size(), 1u);
  EXPECT_EQ(delta.added[0].name, "d");
  ASSERT_EQ(delta.removed.size(), 1u);
  EXPECT_EQ(delta.removed[0].name, "c");
  ASSERT_EQ(delta.changed.size(), 1u);
  EXPECT_EQ(delta.changed[0].from, "1.0.0");
  EXPECT_EQ(delta.changed[0].to, "1.1.0");
  EXPECT_EQ(delta.changed[0].bump, Bump::minor);
  EXPECT_EQ(delta.same, 1u);
  EXPECT_TRUE(compare(*after, *after).empty());
}

TEST(Delta, AnotherSpellingOfAVersionIsNoChange) {
  Lockfile before("a@1.0.0 b@1.0.0"), after("a@v1.0.0 b@=1.0.0");
  const Delta delta = compare(*before, *after);
  EXPECT_TRUE(delta.empty());
  EXPECT_EQ(delta.same, 2u);
}

TEST(Delta, PairsReleasesOfOneNameByTheirLine) {
  Lockfile before("a@1.0.0 a@2.0.0 a@3.0.0"), after("a@1.0.5 a@2.0.0");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.changed.size(), 1u);
  EXPECT_EQ(delta.changed[0].from, "1.0.0");
  ASSERT_EQ(delta.dropped.size(), 1u);
  EXPECT_EQ(delta.dropped[0].from, "3.0.0");
  EXPECT_TRUE(delta.removed.empty());
}

TEST(Delta, ComparesReleasesWithoutAVersion) {
  Lockfile before("a@"), after("a@3.0.1");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.changed.size(), 1u);
  EXPECT_EQ(delta.changed[0].before.size(), 1u);
  EXPECT_EQ(delta.changed[0].bump, Bump::unknown);
}

TEST(Delta, SaysThatANewReleaseBroughtAName) {
  Lockfile before("axios@1.0.0"), after("axios@1.0.1 extra@4.2.1");
  before.asks("axios");
  after.asks("axios").requires_("axios", "extra");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.added.size(), 1u);
  EXPECT_EQ(delta.added[0].way, Way::bumped);
  ASSERT_EQ(delta.added[0].carriers.size(), 1u);
  EXPECT_EQ(after->components[delta.added[0].carriers[0]].name, "axios");
  EXPECT_EQ(delta.added[0].distance, 2u);
}

TEST(Delta, LooksThroughPackagesThatAreNewThemselves) {
  Lockfile before("axios@1.0.0"), after("axios@1.0.1 middle@1.0.0 extra@4.2.1");
  before.asks("axios");
  after.asks("axios").requires_("axios", "middle").requires_("middle", "extra");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.added.size(), 2u);
  EXPECT_EQ(delta.added[0].name, "extra");
  EXPECT_EQ(delta.added[0].way, Way::below);
  EXPECT_EQ(after->components[delta.added[0].carriers.at(0)].name, "axios");
  EXPECT_EQ(delta.added[1].way, Way::bumped);
}

TEST(Delta, KnowsTheOtherWaysIn) {
  Lockfile before("old@1.0.0 peer@1.0.0"),
      after("old@1.0.0 peer@1.0.0 direct@1.0.0 under@1.0.0 alone@1.0.0 same@1.0.0 opt@1.0.0");
  before.asks("old peer");
  before->unresolved.push_back({1, "opt", "*", model::EdgeKind::peer_optional});
  after.asks("old peer direct").requires_("direct", "under").requires_("old", "same").requires_("peer", "opt");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.added.size(), 5u);
  EXPECT_EQ(delta.added[0].way, Way::loose);   // alone
  EXPECT_EQ(delta.added[1].way, Way::asked);   // direct
  EXPECT_EQ(delta.added[2].way, Way::wanted);  // opt
  EXPECT_EQ(delta.added[3].way, Way::same);
  EXPECT_EQ(delta.added[4].way, Way::rooted);  // under
}

TEST(Delta, ARootThatAsksDecides) {
  Lockfile before("axios@1.0.0"), after("axios@1.0.1 extra@4.2.1");
  before.asks("axios");
  after.asks("axios extra").requires_("axios", "extra");
  EXPECT_EQ(compare(*before, *after).added.at(0).way, Way::asked);
}

TEST(Delta, NamesWhatNothingRequiresAnyMore) {
  Lockfile before("axios@1.0.1 extra@4.2.1"), after("axios@1.0.2 extra@4.2.1");
  before.asks("axios").requires_("axios", "extra");
  after.asks("axios");
  const Delta delta = compare(*before, *after);
  ASSERT_EQ(delta.orphaned.size(), 1u);
  EXPECT_EQ(delta.orphaned[0].name, "extra");
  // A root that was inferred from nobody asking is nobody.
  after.asks("extra");
  after->roots[0].kind = model::RootKind::inferred;
  EXPECT_EQ(compare(*before, *after).orphaned.size(), 1u);
}

TEST(Delta, TellsReleasesThatMoved) {
  Lockfile before("a@1.0.0"), after("a@1.0.0");
  after.at("a").id = "package-lock.json#node_modules/b/node_modules/a";
  EXPECT_EQ(compare(*before, *after).moved.size(), 1u);
  after->format = "yarn v1";  // another format names places otherwise
  EXPECT_TRUE(compare(*before, *after).moved.empty());
}

}  // namespace
}  // namespace cordon::change
