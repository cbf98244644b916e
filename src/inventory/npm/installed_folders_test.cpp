#include "inventory/npm/installed_folders.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(InstalledFolders, HaveRolesAndAnOrder) {
  const MemoryTree tree({{"package.json", R"({"workspaces": ["w"]})"},
                         {"w/package.json", "{}"},
                         {"w/node_modules/b/package.json", "{}"},
                         {"node_modules/a/package.json", "{}"}});
  ReadContext context;
  context.display_path = "node_modules";
  const InstalledFolders found = find_installed_folders(tree, "", context, {}).value();
  ASSERT_EQ(found.folders.size(), 4u);
  EXPECT_EQ(found.folders[0].role, FolderRole::project);
  EXPECT_EQ(found.folders[1].directory, "node_modules/a");
  EXPECT_EQ(found.folders[1].role, FolderRole::installed);
  EXPECT_EQ(found.folders[2].directory, "w");
  EXPECT_EQ(found.folders[2].role, FolderRole::member);
  EXPECT_EQ(found.folders[3].role, FolderRole::installed);
}

TEST(InstalledFolders, StopWhenTheTimeIsUp) {
  std::map<std::string, std::string, std::less<>> files;
  for (int i = 0; i < 3000; ++i) files.emplace("node_modules/p" + std::to_string(i) + "/package.json", "{}");
  ReadContext context;
  context.display_path = "node_modules";
  InstalledLimits limits;
  limits.time_ms = 0;
  const InstalledFolders found = find_installed_folders(MemoryTree(files), "", context, limits).value();
  ASSERT_EQ(found.unread.size(), 1u);
  EXPECT_EQ(found.unread[0].code, "timed_out");
  EXPECT_LT(found.folders.size(), 3000u);
}

}  // namespace
}  // namespace cordon::inventory::npm
