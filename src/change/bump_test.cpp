#include "change/bump.h"

#include <gtest/gtest.h>

#include <vector>

namespace cordon::change {
namespace {

TEST(Bump, IsNamedByTheFirstNumberThatDiffers) {
  EXPECT_EQ(bump_of("npm", "1.14.0", "1.14.1"), Bump::patch);
  EXPECT_EQ(bump_of("npm", "1.14.0", "1.15.0"), Bump::minor);
  EXPECT_EQ(bump_of("npm", "0.30.3", "1.0.0"), Bump::major);
  EXPECT_EQ(bump_of("npm", "2.0.0-rc.1", "2.0.0"), Bump::prerelease);
  EXPECT_EQ(bump_of("npm", "1.14.1", "1.14.0"), Bump::lower);
  EXPECT_EQ(bump_of("npm", "1.0.0", "1.0.0"), Bump::none);
  EXPECT_EQ(bump_of("go", "v1.2.3", "v1.2.4"), Bump::patch);
  EXPECT_EQ(bump_of("pypi", "1.2", "1.2.1"), Bump::patch);
}

TEST(Bump, IsUnknownWhereThereIsNoOrder) {
  EXPECT_EQ(bump_of("docker", "a", "b"), Bump::unknown);
  EXPECT_EQ(bump_of("npm", "fb0246a", "3.0.1"), Bump::unknown);
}

TEST(Bump, FollowsTheNearestReleaseOfItsMajorNumber) {
  const std::vector<std::string_view> versions{"1.0.0", "1.4.0", "2.1.0", "3.0.0"};
  EXPECT_EQ(predecessor("npm", versions, "1.5.0"), "1.4.0");
  EXPECT_EQ(predecessor("npm", versions, "2.0.0"), "2.1.0");  // back on its own line
  EXPECT_EQ(predecessor("npm", versions, "4.0.0"), "3.0.0");
  EXPECT_EQ(predecessor("npm", versions, "0.9.0"), "1.0.0");
  EXPECT_EQ(predecessor("npm", std::vector<std::string_view>{"2.3.2", "4.0.4"}, "4.0.3"), "4.0.4");  // back on its line
  EXPECT_FALSE(predecessor("npm", {}, "1.0.0").has_value());
}

}  // namespace
}  // namespace cordon::change
