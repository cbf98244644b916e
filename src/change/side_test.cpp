#include "change/side.h"

#include <gtest/gtest.h>

#include "change/testing.h"

namespace cordon::change {
namespace {

using testing::Lockfile;

TEST(Side, FindsPackagesAndTheirReleases) {
  Lockfile lockfile("b@2.0.0 a@1.0.0 b@1.0.0 b@2.0.0");
  const Side side(*lockfile);
  const PackageView* package = side.find("npm", "b");
  ASSERT_NE(package, nullptr);
  ASSERT_EQ(package->releases.size(), 2u);
  EXPECT_EQ(package->find("2.0.0")->components, (std::vector<std::uint32_t>{0, 3}));
  EXPECT_EQ(package->find("3.0.0"), nullptr);
  EXPECT_EQ(side.find("pypi", "b"), nullptr);
}

TEST(Side, TakesSpellingsOfOneVersionForOneRelease) {
  Lockfile lockfile("a@v1.0.0 a@1.0.0 a@=1.0.0 b@vendored");
  const Side side(*lockfile);
  const PackageView* package = side.find("npm", "a");
  ASSERT_NE(package, nullptr);
  ASSERT_EQ(package->releases.size(), 1u);
  EXPECT_EQ(package->releases[0].version, "1.0.0");
  EXPECT_EQ(package->find("v1.0.0")->components.size(), 3u);
  EXPECT_EQ(side.find("npm", "b")->releases[0].version, "vendored");
  EXPECT_EQ(plain_version("npm", " v1.2.3 "), "1.2.3");
  EXPECT_EQ(plain_version("npm", "v"), "v");
  EXPECT_EQ(plain_version("npm", ""), "");
  EXPECT_EQ(plain_version("golang", "v1.0.0"), "v1.0.0");  // there the letter is part of it
}

TEST(Side, KnowsWhoRequiresWhat) {
  Lockfile lockfile("a@1.0.0 a@1.0.0 b@1.0.0 c@1.0.0");
  lockfile.asks("a").requires_("a", "b");
  lockfile->edges.push_back({1, 2, model::EdgeKind::runtime, "*"});  // the other instance of the same release
  lockfile->unresolved.push_back({2, "gone", "*", model::EdgeKind::optional});
  const Side side(*lockfile);
  EXPECT_EQ(side.requirers({2}), (std::vector<std::uint32_t>{0}));
  EXPECT_TRUE(side.requirers({0}).empty());  // a root is no component
  EXPECT_TRUE(side.is_required(2));
  EXPECT_FALSE(side.is_required(3));
  EXPECT_TRUE(side.asks_for(0, "b"));
  EXPECT_TRUE(side.asks_for(2, "gone"));
  EXPECT_FALSE(side.asks_for(2, "b"));
  EXPECT_EQ(side.distance({2, 3}), 2u);
  EXPECT_FALSE(side.distance({3}).has_value());
}

}  // namespace
}  // namespace cordon::change
