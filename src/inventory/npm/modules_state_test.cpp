#include "inventory/npm/modules_state.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using Texts = std::vector<std::string>;

TEST(ModulesState, ReadsTheJsonThatPnpmWrites) {
  const ModulesState state = parse_modules_state(R"json({
    "layoutVersion": 5, "packageManager": "pnpm@10.34.9", "virtualStoreDir": ".pnpm", "storeDir": "/store/v10",
    "pendingBuilds": ["a@1.0.0"], "ignoredBuilds": ["b@2.0.0(c@1.0.0)"], "skipped": ["d@3.0.0", 5]
  })json")
                                 .value();
  EXPECT_EQ(state.package_manager, "pnpm@10.34.9");
  EXPECT_EQ(state.virtual_store, ".pnpm");
  EXPECT_EQ(state.store, "/store/v10");
  EXPECT_EQ(state.pending_builds, Texts{"a@1.0.0"});
  EXPECT_EQ(state.ignored_builds, Texts{"b@2.0.0(c@1.0.0)"});
  EXPECT_EQ(state.skipped, Texts{"d@3.0.0"});
}

TEST(ModulesState, ReadsTheYamlOfOldVersions) {
  const ModulesState state =
      parse_modules_state("packageManager: pnpm@4.0.0\npendingBuilds: []\nskipped:\n  - /a/1.0.0\n").value();
  EXPECT_EQ(state.package_manager, "pnpm@4.0.0");
  EXPECT_EQ(state.skipped, Texts{"/a/1.0.0"});
}

TEST(ModulesState, FailsOnWhatIsNone) {
  EXPECT_EQ(parse_modules_state("").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(parse_modules_state("- a").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(parse_modules_state("{\"a\": ").error().code, ErrorCode::truncated);
}

TEST(ModulesState, KeysNameReleasesInEveryFormThatPnpmHasHad) {
  for (const char* key :
       {"a@1.0.0", "a@1.0.0(b@2.0.0)", "/a/1.0.0", "/a/1.0.0_b@2.0.0", "/a@1.0.0", "/a@1.0.0(b@2.0.0)"})
    EXPECT_TRUE(names_release(key, "a", "1.0.0")) << key;
  EXPECT_TRUE(names_release("@s/a@1.0.0", "@s/a", "1.0.0"));
  EXPECT_TRUE(names_release("/@s/a/1.0.0", "@s/a", "1.0.0"));
  for (const char* key : {"a@1.0.01", "a@1.0.0-beta", "ab@1.0.0", "a", "a/1.0.0", "a@1.0.0_x", ""})
    EXPECT_FALSE(names_release(key, "a", "1.0.0")) << key;
  EXPECT_FALSE(names_release("@1.0.0", "", "1.0.0"));
}

}  // namespace
}  // namespace cordon::inventory::npm
