#include "inventory/npm/project_files.h"

#include <gtest/gtest.h>

#include "inventory/npm/scratch_tree_test.h"

namespace cordon::inventory::npm {
namespace {

class ProjectFilesTest : public ::testing::Test {
 protected:
  ProjectFilesTest() {
    context_.display_path = "repo/app/package-lock.json";
    context_.directory = "app";
    context_.tree = &tree_;
  }
  // Codes of what was not understood.
  std::vector<std::string> codes() const {
    std::vector<std::string> out;
    for (const auto& note : unread_) out.push_back(note.path + " " + note.code);
    return out;
  }

  MemoryTree tree_{{{"app/package.json", R"({"name": "app"})"},
                    {"app/packages/w/package.json", R"({"name": "w"})"},
                    {"app/broken/package.json", "{"},
                    {"app/list/package.json", "[]"},
                    {"beside/package.json", R"({"name": "beside"})"},
                    {"package.json", R"({"name": "top"})"}}};
  ReadContext context_;
  std::vector<model::FileUnread> unread_;
};

TEST_F(ProjectFilesTest, FindsThePackageJsonOfALocation) {
  ProjectFiles files(context_, false);
  ASSERT_NE(files.manifest("", unread_), nullptr);
  EXPECT_EQ(files.manifest("", unread_)->root()["name"].text(), "app");
  EXPECT_EQ(files.manifest("packages/w", unread_)->display_path, "repo/app/packages/w/package.json");
  EXPECT_EQ(files.manifest("../beside", unread_)->root()["name"].text(), "beside");
  EXPECT_EQ(files.manifest("nowhere", unread_), nullptr);
  EXPECT_TRUE(unread_.empty());
}

TEST_F(ProjectFilesTest, NothingOutsideTheTreeIsRead) {
  ProjectFiles files(context_, false);
  for (const char* location : {"../..", "../../x", "/etc", "/"})
    EXPECT_EQ(files.manifest(location, unread_), nullptr) << location;
  EXPECT_TRUE(files.folders("../..", true).empty());
}

TEST_F(ProjectFilesTest, WhatCannotBeReadIsSaidOnce) {
  ProjectFiles files(context_, false);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(files.manifest("broken", unread_), nullptr);
    EXPECT_EQ(files.manifest("list", unread_), nullptr);
  }
  EXPECT_EQ(codes(), (std::vector<std::string>{"repo/app/broken/package.json truncated",
                                               "repo/app/list/package.json wrong_type"}));
  EXPECT_FALSE(unread_[0].incomplete) << "the lockfile's own record counts";
}

TEST_F(ProjectFilesTest, TheHiddenLockfileStandsOneFolderDeeper) {
  context_.display_path = "repo/app/node_modules/.package-lock.json";
  context_.directory = "app/node_modules";
  ProjectFiles files(context_, true);
  EXPECT_EQ(files.display_path(""), "repo/app/package.json");
  ASSERT_NE(files.manifest("", unread_), nullptr);
}

TEST_F(ProjectFilesTest, DisplayedPathsFollowTheLockfile) {
  context_.display_path = "package-lock.json";
  EXPECT_EQ(ProjectFiles(context_, false).display_path("a"), "a/package.json");
  context_.display_path = "/package-lock.json";
  EXPECT_EQ(ProjectFiles(context_, false).display_path(""), "/package.json");
}

TEST_F(ProjectFilesTest, WithoutATreeThereIsNothing) {
  context_.tree = nullptr;
  ProjectFiles files(context_, false);
  EXPECT_FALSE(files.has_tree());
  EXPECT_EQ(files.manifest("", unread_), nullptr);
  EXPECT_TRUE(files.folders("", true).empty());
}

TEST_F(ProjectFilesTest, LinksCountAsFoldersOnlyIfAsked) {
  ScratchTree scratch;
  scratch.folder("app/real").file("app/file", "").link("app/link", "real");
  const auto tree = scratch.open();
  context_.tree = tree.get();
  const ProjectFiles files(context_, false);
  EXPECT_EQ(files.folders("", false), std::vector<std::string>{"real"});
  EXPECT_EQ(files.folders("", true), (std::vector<std::string>{"link", "real"}));
}

}  // namespace
}  // namespace cordon::inventory::npm
