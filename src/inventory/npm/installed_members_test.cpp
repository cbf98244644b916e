#include "inventory/npm/installed_members.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

using Texts = std::vector<std::string>;

Texts members(const MemoryTree& tree, std::string_view project, std::vector<model::FileUnread>& unread) {
  ReadContext context;
  context.display_path = std::string(project) + "/node_modules";
  return find_members(tree, project, context, unread);
}

TEST(InstalledMembers, AreThoseOfPackageJson) {
  const MemoryTree tree({{"app/package.json", R"({"workspaces": {"packages": ["libs/*", "!libs/no"]}})"},
                         {"app/libs/a/package.json", "{}"},
                         {"app/libs/no/package.json", "{}"},
                         {"app/libs/empty/readme", ""},
                         {"other/package.json", "{}"}});
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(members(tree, "app", unread), Texts{"app/libs/a"});
  EXPECT_TRUE(unread.empty());
}

TEST(InstalledMembers, AreThoseOfPnpmWhereItHasAFileOfItsOwn) {
  const MemoryTree tree({{"app/package.json", R"({"workspaces": ["libs/*"]})"},
                         {"app/pnpm-workspace.yaml", "packages:\n- tools/*\n- .\n"},
                         {"app/libs/a/package.json", "{}"},
                         {"app/tools/t/package.json", "{}"}});
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(members(tree, "app", unread), Texts{"app/tools/t"});
}

TEST(InstalledMembers, NeverStandOutsideTheTree) {
  const MemoryTree tree(
      {{"app/package.json", R"({"workspaces": ["../../x", "../other"]})"}, {"other/package.json", "{}"}});
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(members(tree, "app", unread), Texts{"other"});
}

TEST(InstalledMembers, SayWhatCouldNotBeRead) {
  const MemoryTree tree({{"app/pnpm-workspace.yaml", "packages: [\n"}, {"app/package.json", "{}"}});
  std::vector<model::FileUnread> unread;
  EXPECT_TRUE(members(tree, "app", unread).empty());
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].path, "app/pnpm-workspace.yaml");
  EXPECT_TRUE(unread[0].incomplete);
}

}  // namespace
}  // namespace cordon::inventory::npm
