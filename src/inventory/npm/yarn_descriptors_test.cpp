#include "inventory/npm/yarn_descriptors.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

constexpr std::uint32_t kNone = DescriptorIndex::kNone;

TEST(YarnDescriptors, FindsRangesWithAndWithoutTheirProtocol) {
  DescriptorIndex index;
  index.add("a@npm:^1", 1, true);
  index.add("b@^2", 2, true);
  index.add("@s/c@npm:latest", 3, true);
  EXPECT_EQ(index.find("r@workspace:.", "a", "^1"), 1u);
  EXPECT_EQ(index.find("r@workspace:.", "a", "npm:^1"), 1u);
  EXPECT_EQ(index.find("r@workspace:.", "b", "^2"), 2u);
  EXPECT_EQ(index.find("r@workspace:.", "b", "npm:^2"), 2u);
  EXPECT_EQ(index.find("r@workspace:.", "@s/c", "latest"), 3u);
  EXPECT_EQ(index.find("r@workspace:.", "a", "^2"), kNone);
  EXPECT_EQ(index.find("r@workspace:.", "d", "^1"), kNone);
}

TEST(YarnDescriptors, ALaterEntryReplacesAnEarlierOne) {
  DescriptorIndex index;
  index.add("a@npm:1", 1, true);
  index.add("a@npm:1", 2, true);
  EXPECT_EQ(index.find("", "a", "npm:1"), 2u);
}

TEST(YarnDescriptors, TakesThePackageThatYarnPatchesByItself) {
  for (const char* patch : {"fsevents@patch:fsevents@^2.3.0#builtin<compat/fsevents>",
                            "fsevents@patch:fsevents@~2.3.2#~builtin<compat/fsevents>",
                            "fsevents@patch:fsevents@npm%3A~2.3.2#optional!builtin<compat/fsevents>"}) {
    DescriptorIndex index;
    const std::string range = std::string(patch).find("^2.3.0") != std::string::npos ? "^2.3.0" : "~2.3.2";
    const std::string plain = "fsevents@npm:" + range;
    index.add(plain, 1, true);
    index.add(patch, 2, true);
    EXPECT_EQ(index.find("c@npm:3.0.0", "fsevents", range), 2u) << patch;
    EXPECT_EQ(index.find("c@npm:3.0.0", "fsevents", "npm:" + range), 2u) << patch;
  }
}

TEST(YarnDescriptors, BindsPathsToWhoAsks) {
  DescriptorIndex index;
  index.add("x@link:./x::locator=a%40workspace%3Apackages%2Fa", 1, true);
  index.add("x@link:./x::locator=b%40workspace%3Apackages%2Fb", 2, true);
  index.add("y@portal:./y::locator=a%40workspace%3Apackages%2Fa", 3, true);
  EXPECT_EQ(index.find("a@workspace:packages/a", "x", "link:./x"), 1u);
  EXPECT_EQ(index.find("b@workspace:packages/b", "x", "link:./x"), 2u);
  EXPECT_EQ(index.find("c@workspace:packages/c", "x", "link:./x"), kNone);  // either
  EXPECT_EQ(index.find("c@workspace:packages/c", "y", "portal:./y"), 3u);   // the only one
}

TEST(YarnDescriptors, FindsPatchesHoweverTheyAreSpelled) {
  DescriptorIndex index;
  index.add("a@patch:a@npm%3A1.0.0#./p.patch::locator=r%40workspace%3A.", 1, true);
  EXPECT_EQ(index.find("r@workspace:.", "a", "patch:a@npm%3A1.0.0#./p.patch"), 1u);
  EXPECT_EQ(index.find("r@workspace:.", "a", "patch:a@npm:1.0.0#./p.patch"), 1u);
  EXPECT_EQ(index.find("r@workspace:.", "a", "patch:a@1.0.0#./p.patch"), 1u);
  EXPECT_EQ(index.find("r@workspace:.", "a", "patch:a@1.0.0#./other.patch"), kNone);
}

TEST(YarnDescriptors, KnowsTheOnlyEntryOfAName) {
  DescriptorIndex index;
  index.add("a@npm:1", 1, true);
  index.add("a@npm:^1", 1, true);
  index.add("a@npm:2", 2, false);
  index.add("b@npm:1", 3, true);
  index.add("b@npm:2", 4, true);
  EXPECT_EQ(index.only_named("a"), 1u);
  EXPECT_EQ(index.only_named("b"), kNone);
  EXPECT_EQ(index.only_named("c"), kNone);
}

}  // namespace
}  // namespace cordon::inventory::npm
