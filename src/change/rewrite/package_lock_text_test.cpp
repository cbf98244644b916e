#include "change/rewrite/package_lock_text.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

TEST(PackageLockText, TakesLocationsApart) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(location_names("node_modules/a/node_modules/@s/b"), (Names{"a", "@s/b"}));
  EXPECT_EQ(location_names("packages/m"), Names{});
  EXPECT_EQ(location_folder("packages/m/node_modules/@s/b"), "@s/b");
  EXPECT_EQ(location_folder("packages/m"), "");
  EXPECT_EQ(location_parent("node_modules/a/node_modules/b"), "node_modules/a");
  EXPECT_EQ(location_parent("packages/m/node_modules/b"), "packages/m");
  EXPECT_EQ(location_parent("node_modules/a"), "");
}

TEST(PackageLockText, KnowsItsHalves) {
  const auto two = PackageLockText::read(
      R"({"lockfileVersion": 2, "packages": {}, "dependencies": {"a": {"dependencies": {"b": {"version": "1.0.0"}}}}})",
      {});
  ASSERT_TRUE(two);
  EXPECT_TRUE(two->has_packages() && two->has_tree());
  const auto [entry, depth] = two->in_tree("node_modules/a/node_modules/b");
  EXPECT_EQ(entry["version"].text(), "1.0.0");
  EXPECT_EQ(depth, 4u);
  EXPECT_FALSE(PackageLockText::read(R"({"lockfileVersion": 3})", {})->has_tree());
  EXPECT_EQ(PackageLockText::read(R"({"lockfileVersion": 4})", {}).error().code, ErrorCode::unsupported_version);
  EXPECT_EQ(PackageLockText::read(R"({"lockfileVersion": 3, "a": 1, "a": 2})", {})->refuse_duplicates().error().code,
            ErrorCode::refused);
}

}  // namespace
}  // namespace cordon::change
