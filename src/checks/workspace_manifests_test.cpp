#include "checks/workspace_manifests.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::Words;
using Files = std::map<std::string, std::string, std::less<>>;

std::string manifest(const std::string& name) { return R"({"name":")" + name + R"("})"; }

Words folders(const Files& files, std::vector<std::string> patterns, std::vector<std::string> members = {}) {
  const MemoryTree tree(files);
  Project project;
  project.tree = &tree;
  project.manifest.emplace();
  project.manifest->workspaces = std::move(patterns);
  project.lockfiles.push_back(testing::lockfile({testing::package("a", "1.0.0")}));
  project.lockfiles.back().members = std::move(members);
  Words out;
  for (const WorkspaceManifest& each : workspace_manifests(project)) out.push_back(each.path + " " + each.now.name);
  return out;
}

TEST(WorkspaceManifests, AreFoundByTheirPatterns) {
  const Files files{{"packages/a/package.json", manifest("a")},
                    {"packages/b/package.json", manifest("b")},
                    {"packages/b/node_modules/x/package.json", manifest("x")},
                    {"packages/none/readme", ""},
                    {"apps/deep/er/package.json", manifest("er")},
                    {"other/package.json", manifest("other")}};
  EXPECT_EQ(folders(files, {"packages/*", "!packages/b"}), Words{"packages/a/package.json a"});
  EXPECT_EQ(folders(files, {"./apps/**/", "packages/b"}),
            (Words{"apps/deep/er/package.json er", "packages/b/package.json b"}));
  EXPECT_TRUE(folders(files, {}).empty());
}

TEST(WorkspaceManifests, AreThoseOfTheLockfileAndOfPnpm) {
  EXPECT_EQ(folders({{"a/package.json", manifest("a")}, {"b/package.json", manifest("b")}}, {}, {"b", "../out"}),
            Words{"b/package.json b"});
  EXPECT_EQ(folders({{"a/package.json", manifest("a")}, {"pnpm-workspace.yaml", "packages:\n  - a\n"}}, {}),
            Words{"a/package.json a"});
}

TEST(WorkspaceManifests, BringTheirState) {
  const MemoryTree was({{"a/package.json", manifest("old")}}),
      is({{"a/package.json", manifest("new")}, {"b/package.json", manifest("b")}});
  Project before, now;
  before.tree = &was;
  now.tree = &is;
  now.before = &before;
  now.manifest.emplace();
  now.manifest->workspaces = {"*"};
  const auto found = workspace_manifests(now);
  ASSERT_EQ(found.size(), 2u);
  ASSERT_TRUE(found[0].before);
  EXPECT_EQ(found[0].before->name, "old");
  EXPECT_FALSE(found[1].before);
}

}  // namespace
}  // namespace cordon::checks
