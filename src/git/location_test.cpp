#include "git/location.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

class LocationTest : public ::testing::Test {
 protected:
  ErrorCode code(std::string_view name) {
    const auto location = locate_repository(folder_ / name);
    return location ? ErrorCode::internal : location.error().code;
  }
  testing::TestFolder folder_;
};

TEST_F(LocationTest, IsTheNearestFolderAbove) {
  folder_.init("r");
  fs::create_directories(folder_.path() / "r/a/b");
  const Location location = locate_repository(folder_ / "r/a/b").value();
  EXPECT_EQ(location.git_dir, folder_ / "r/.git");
  EXPECT_EQ(location.common_dir, folder_ / "r/.git");
  EXPECT_EQ(location.work_tree, folder_ / "r");
  EXPECT_EQ(location.prefix, "a/b");
  EXPECT_EQ(location.object_folders, std::vector{folder_ / "r/.git/objects"});
  EXPECT_EQ(locate_repository(folder_ / "r").value().prefix, "");
  folder_.init("r/a");
  EXPECT_EQ(locate_repository(folder_ / "r/a/b").value().work_tree, folder_ / "r/a");
}

TEST_F(LocationTest, OfAFileIsThatOfItsFolder) {
  folder_.init("r");
  testing::write_file(folder_.path() / "r/a/file", "");
  EXPECT_EQ(locate_repository(folder_ / "r/a/file").value().prefix, "a");
}

TEST_F(LocationTest, CanBeBare) {
  folder_.init("r.git", "--bare");
  const Location location = locate_repository(folder_ / "r.git").value();
  EXPECT_EQ(location.git_dir, folder_ / "r.git");
  EXPECT_EQ(location.work_tree, "");
  EXPECT_EQ(location.prefix, "");
  EXPECT_EQ(locate_repository(folder_ / "r.git/refs/heads").value().git_dir, folder_ / "r.git");
}

TEST_F(LocationTest, OfAWorktreeHasTwoFolders) {
  folder_.init("r");
  folder_.commit("r", {{"a", "1"}});
  folder_.git("r", "worktree add -q ../w");
  const Location location = locate_repository(folder_ / "w").value();
  EXPECT_EQ(location.git_dir, folder_ / "r/.git/worktrees/w");
  EXPECT_EQ(location.common_dir, folder_ / "r/.git");
  EXPECT_EQ(location.work_tree, folder_ / "w");
  EXPECT_EQ(location.paths(),
            (std::vector{folder_ / "r/.git", folder_ / "r/.git/objects", folder_ / "r/.git/worktrees/w"}));
}

TEST_F(LocationTest, OfASubmoduleLiesInTheRepositoryAround) {
  folder_.init("library");
  folder_.commit("library", {{"a", "1"}});
  folder_.init("r");
  folder_.git("r", "submodule --quiet add ../library lib");
  EXPECT_EQ(locate_repository(folder_ / "r/lib").value().git_dir, folder_ / "r/.git/modules/lib");
}

TEST_F(LocationTest, IsNeverARepositoryThatDoesNotKnowOfTheFolder) {
  folder_.init("victim");
  folder_.commit("victim", {{"a", "1"}});
  folder_.git("victim", "worktree add -q ../w");
  testing::write_file(folder_.path() / "file/.git", "gitdir: " + folder_ / "victim/.git");
  EXPECT_EQ(code("file"), ErrorCode::outside_root);
  testing::write_file(folder_.path() / "tree/.git", "gitdir: " + folder_ / "victim/.git/worktrees/w\n");
  EXPECT_EQ(code("tree"), ErrorCode::outside_root);
  fs::create_directory(folder_.path() / "link");
  fs::create_symlink(folder_ / "victim/.git", folder_.path() / "link/.git");
  EXPECT_EQ(code("link"), ErrorCode::outside_root);
  testing::write_file(folder_.path() / "common/.git/HEAD", "ref: refs/heads/main\n");
  testing::write_file(folder_.path() / "common/.git/commondir", folder_ / "victim/.git\n");
  EXPECT_EQ(code("common"), ErrorCode::outside_root);
  folder_.init("objects");
  fs::remove_all(folder_.path() / "objects/.git/objects");
  fs::create_symlink(folder_ / "victim/.git/objects", folder_.path() / "objects/.git/objects");
  EXPECT_NE(code("objects"), ErrorCode::internal);
}

TEST_F(LocationTest, MayBeALinkThatStaysInTheFolder) {
  folder_.init("r");
  fs::rename(folder_.path() / "r/.git", folder_.path() / "r/kept.git");
  fs::create_symlink("kept.git", folder_.path() / "r/.git");
  EXPECT_EQ(locate_repository(folder_ / "r").value().git_dir, folder_ / "r/kept.git");
}

TEST_F(LocationTest, BorrowsObjectsFromOutsideOnlyWhenTold) {
  folder_.init("r");
  folder_.commit("r", {{"a", "1"}});
  folder_.git("", "clone -q --shared r borrower");
  const Location location = locate_repository(folder_ / "borrower").value();
  EXPECT_EQ(location.object_folders.size(), 1u);
  EXPECT_EQ(location.not_borrowed, std::vector{folder_ / "r/.git/objects"});
  const Location all = locate_repository(folder_ / "borrower", Borrowing::everywhere).value();
  EXPECT_EQ(all.object_folders, (std::vector{folder_ / "borrower/.git/objects", folder_ / "r/.git/objects"}));
  EXPECT_TRUE(all.not_borrowed.empty());
  EXPECT_EQ(all.paths().size(), 3u);
}

TEST_F(LocationTest, BorrowsInsideAndEndsWhereFoldersBorrowFromEachOther) {
  folder_.init("r");
  const auto objects = folder_.path() / "r/.git/objects", more = folder_.path() / "r/.git/more";
  testing::write_file(objects / "info/alternates", "# a line\n../more\n\n/nowhere/at/all\n");
  testing::write_file(more / "info/alternates", "../objects\n");
  const Location location = locate_repository(folder_ / "r").value();
  EXPECT_EQ(location.object_folders, (std::vector{objects.string(), more.string()}));
  EXPECT_EQ(location.not_borrowed, std::vector<std::string>{"/nowhere/at/all"});
  std::string before = more.string();
  for (int depth = 0; depth < 6; ++depth) {
    const std::string next = more.string() + std::to_string(depth);
    testing::write_file(before + "/info/alternates", next + "\n");
    fs::create_directories(next);
    before = next;
  }
  EXPECT_EQ(code("r"), ErrorCode::too_deep);
}

TEST_F(LocationTest, TellsWhereThereIsNone) {
  EXPECT_EQ(code(""), ErrorCode::not_found);
  EXPECT_EQ(code("absent"), ErrorCode::not_found);
  fs::create_directories(folder_.path() / "empty/.git");
  EXPECT_EQ(code("empty"), ErrorCode::not_found);
  testing::write_file(folder_.path() / "bad/.git", "what is this");
  EXPECT_EQ(code("bad"), ErrorCode::syntax);
  testing::write_file(folder_.path() / "gone/.git", "gitdir: nowhere");
  EXPECT_EQ(code("gone"), ErrorCode::not_found);
  testing::write_file(folder_.path() / "nothing/.git", "gitdir: ");
  EXPECT_EQ(code("nothing"), ErrorCode::not_found);
  fs::create_directory(folder_.path() / "fifo");
  ASSERT_EQ(::mkfifo((folder_ / "fifo/.git").c_str(), 0600), 0);
  EXPECT_EQ(code("fifo"), ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::git
