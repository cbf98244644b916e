#include "inventory/npm/pnpm_workspace.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(PnpmWorkspace, ReadsOverridesAndListsOfBuilds) {
  const auto workspace = read_pnpm_workspace(R"(packages: [packages/*, '!packages/old']
overrides:
  axios@1.14.1: 1.14.0
onlyBuiltDependencies: [esbuild]
ignoredBuiltDependencies: [core-js]
configDependencies: {plug: 1.0.0+sha512-AAAA}
)",
                                             "w.yaml");
  ASSERT_TRUE(workspace);
  EXPECT_EQ(workspace->packages, (std::vector<std::string>{"packages/*", "!packages/old"}));
  EXPECT_EQ(workspace->overrides.at(0), (model::Override{"axios@1.14.1", "1.14.0", {"w.yaml", 3}}));
  ASSERT_EQ(workspace->builds.size(), 2u);
  EXPECT_EQ(workspace->builds[0].package, "esbuild");
  EXPECT_TRUE(workspace->builds[0].allowed);
  EXPECT_FALSE(workspace->builds[1].allowed);
  EXPECT_EQ(workspace->builds[1].setting, "ignoredBuiltDependencies");
  EXPECT_EQ(workspace->builds[1].place.line, 5u);
  EXPECT_TRUE(workspace->builds_listed_only);
  EXPECT_EQ(workspace->builds_place.line, 4u);
  EXPECT_EQ(workspace->config_dependencies.at("plug"), "1.0.0+sha512-AAAA");
}

TEST(PnpmWorkspace, ReadsTheDecisionsOfPnpm11) {
  const auto workspace =
      read_pnpm_workspace("allowBuilds:\n  a: true\n  b@1.0.0 || 2.0.0: false\n  c: 'set this'\n", "w.yaml");
  ASSERT_TRUE(workspace);
  ASSERT_EQ(workspace->builds.size(), 2u);
  EXPECT_TRUE(workspace->builds[0].allowed);
  EXPECT_EQ(workspace->builds[1].package, "b@1.0.0 || 2.0.0");
  EXPECT_FALSE(workspace->builds[1].allowed);
  EXPECT_TRUE(workspace->builds_listed_only);
  EXPECT_TRUE(workspace->unread.empty());
}

TEST(PnpmWorkspace, SaysWhenEverythingMayBuild) {
  const auto workspace = read_pnpm_workspace("dangerouslyAllowAllBuilds: true\n", "w.yaml");
  ASSERT_TRUE(workspace);
  EXPECT_TRUE(workspace->builds_everything);
  EXPECT_FALSE(workspace->builds_listed_only);
}

TEST(PnpmWorkspace, NotesSettingsOfTheWrongType) {
  const auto workspace = read_pnpm_workspace("packages: text\nonlyBuiltDependencies: [{}]\noverrides: [a]\n", "w.yaml");
  ASSERT_TRUE(workspace);
  ASSERT_EQ(workspace->unread.size(), 3u);
  for (const model::FileUnread& note : workspace->unread) EXPECT_EQ(note.code, "wrong_type");
}

TEST(PnpmWorkspace, AnEmptyFileHasNoSettings) {
  EXPECT_TRUE(read_pnpm_workspace("", "w.yaml"));
  const auto text = read_pnpm_workspace("text", "w.yaml");
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::wrong_type);
}

TEST(PnpmManifest, ReadsTheSettingsOfPackageJson) {
  const auto manifest = read_pnpm_manifest(R"({"name": "x",
"pnpm": {"overrides": {"a>b": "-"}, "neverBuiltDependencies": ["c"]}})",
                                           "package.json");
  ASSERT_TRUE(manifest);
  EXPECT_EQ(manifest->overrides.at(0), (model::Override{"a>b", "-", {"package.json", 2}}));
  ASSERT_EQ(manifest->builds.size(), 1u);
  EXPECT_FALSE(manifest->builds[0].allowed);
  EXPECT_FALSE(manifest->builds_listed_only);
  EXPECT_TRUE(read_pnpm_manifest("{}", "package.json")->overrides.empty());
  EXPECT_EQ(read_pnpm_manifest(R"({"pnpm": 1})", "package.json").error().code, ErrorCode::wrong_type);
}

}  // namespace
}  // namespace cordon::inventory::npm
