#include "inventory/npm/allow_lists.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

std::vector<model::FileUnread> unread;

AllowLists lists(std::string text) {
  unread.clear();
  Result<AllowLists> read = read_allow_lists(std::move(text), "package.json", unread);
  EXPECT_TRUE(read.has_value());
  return read ? std::move(*read) : AllowLists();
}

TEST(AllowLists, EachClientsListIsReadWithItsPlace) {
  const AllowLists read = lists(R"({
  "packageManager": "pnpm@10.4.1",
  "allowScripts": {"esbuild@0.28.2": true, "core-js": false},
  "trustedDependencies": ["sharp"],
  "dependenciesMeta": {"canvas": {"built": false}, "other": {"optional": true}},
  "lavamoat": {"allowScripts": {"a>b": true}},
  "pnpm": {"onlyBuiltDependencies": ["bcrypt"]}
})");
  EXPECT_EQ(read.package_manager, "pnpm@10.4.1");
  ASSERT_EQ(read.npm.size(), 2u);
  EXPECT_EQ(read.npm[0].package, "esbuild@0.28.2");
  EXPECT_TRUE(read.npm[0].allowed);
  EXPECT_FALSE(read.npm[1].allowed);
  EXPECT_EQ(read.npm[1].place, (model::Place{"package.json", 3}));
  EXPECT_TRUE(read.bun_listed);
  EXPECT_EQ(read.bun.at(0).package, "sharp");
  ASSERT_EQ(read.yarn_berry.size(), 1u);
  EXPECT_FALSE(read.yarn_berry[0].allowed);
  EXPECT_EQ(read.lavamoat.at(0).package, "a>b");
  EXPECT_EQ(read.pnpm.at(0).package, "bcrypt");
  EXPECT_TRUE(read.pnpm_listed_only);
  EXPECT_TRUE(unread.empty());
}

TEST(AllowLists, WhatIsNoDecisionIsUnread) {
  const AllowLists read = lists(R"({"allowScripts": {"a": "yes"}, "trustedDependencies": {"b": true}})");
  EXPECT_TRUE(read.npm.empty());
  EXPECT_FALSE(read.bun_listed);
  EXPECT_EQ(unread.size(), 2u);
  EXPECT_EQ(lists(R"({"allowScripts": [], "trustedDependencies": [1]})").bun.size(), 0u);
  EXPECT_EQ(unread.size(), 2u);
}

TEST(AllowLists, WithoutAPackageJsonThereIsNone) {
  EXPECT_FALSE(lists("").bun_listed);
  std::vector<model::FileUnread> none;
  EXPECT_EQ(read_allow_lists("[]", "package.json", none).error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read_allow_lists("{", "package.json", none).error().code, ErrorCode::truncated);
}

TEST(AllowLists, PnpmsFilesCountTogether) {
  AllowLists read = lists(R"({"pnpm": {"onlyBuiltDependencies": ["a"]}})");
  auto workspace = read_pnpm_workspace("allowBuilds:\n  a: false\n  b@1.0.0: true\n", "pnpm-workspace.yaml");
  ASSERT_TRUE(workspace);
  add_pnpm_settings(std::move(*workspace), read);
  EXPECT_EQ(read.pnpm.size(), 3u);
  EXPECT_EQ(read.pnpm_place.path, "package.json");
}

}  // namespace
}  // namespace cordon::inventory::npm
