#include "git/commit_tree.h"

#include <gtest/gtest.h>

#include "git/revision.h"
#include "git/testing.h"

namespace cordon::git {
namespace {

class CommitTreeTest : public ::testing::Test {
 protected:
  CommitTreeTest() { folder_.init("r"); }
  void open(std::string_view subfolder = "", const ObjectLimits& limits = {}) {
    repository_.emplace(open_repository(folder_ / "r", limits).value());
    tree_ = open_commit(*repository_, resolve(*repository_, "HEAD").value(), subfolder).value();
  }
  void link(std::string_view path, const std::string& target) {
    fs::create_directories((folder_.path() / "r" / path).parent_path());
    fs::create_symlink(target, folder_.path() / "r" / path);
  }
  std::string read(std::string_view path, std::uint64_t most = 1 << 20) const {
    const auto content = tree_->read(path, most);
    return content ? *content : "error:" + std::string(to_string(content.error().code));
  }
  std::string list(std::string_view path) const {
    const auto entries = tree_->list(path);
    if (!entries) return "error:" + std::string(to_string(entries.error().code));
    std::string listed;
    for (const DirectoryEntry& entry : *entries)
      listed += entry.name + std::to_string(static_cast<int>(entry.kind)) + " ";
    return listed;
  }
  std::string end(std::string_view path) const {
    const auto found = tree_->link_end(path);
    if (!found) return "error:" + std::string(to_string(found.error().code));
    return std::to_string(static_cast<int>(found->kind)) + " " + found->inside.value_or("outside");
  }
  // A commit of a tree that is written by hand.
  void commit_tree(std::string_view content) {
    const std::string tree = folder_.write_object("r/.git", "tree", content);
    const std::string commit = folder_.write_object(
        "r/.git", "commit",
        "tree " + tree + "\nauthor a <a@example.invalid> 1 +0000\ncommitter c <c@example.invalid> 1 +0000\n\nx\n");
    testing::write_file(folder_.path() / "r/.git/refs/heads/main", commit + "\n");
  }

  testing::TestFolder folder_;
  std::optional<Repository> repository_;
  std::unique_ptr<FileTree> tree_;
};

TEST_F(CommitTreeTest, IsWhatWasCommittedNotWhatStandsThereNow) {
  folder_.commit("r", {{"a/file", "then"}, {"b", "\r\n\0x"}});
  testing::write_file(folder_.path() / "r/a/file", "now");
  testing::write_file(folder_.path() / "r/a/new", "now");
  open();
  EXPECT_EQ(read("a/file"), "then");
  EXPECT_EQ(list("a"), "file0 ");
  EXPECT_EQ(list(""), "a1 b0 ");
}

TEST_F(CommitTreeTest, ListsTheSameAsTheDirectoryThatGitChecksOut) {
  link("link", "a/b");
  link("dangling", "nowhere");
  folder_.commit("r",
                 {{"a/b/c", "1"}, {"a.b", "2"}, {"a-b", "3"}, {"\xC3\xA9", "4"}, {"\xff", "5"}, {"B", "6"}, {"b", ""}});
  open();
  const auto directory = open_directory(folder_ / "r").value();
  for (const char* path : {"a", "a/b", "link"}) {
    const auto expected = directory->list(path).value(), found = tree_->list(path).value();
    ASSERT_EQ(expected.size(), found.size()) << path;
    for (std::size_t at = 0; at < found.size(); ++at) {
      EXPECT_EQ(expected[at].name, found[at].name);
      EXPECT_EQ(expected[at].kind, found[at].kind);
    }
  }
  for (const char* path : {"a", "a/b/c", "a.b", "b", "link", "dangling", "\xff"}) {
    const auto expected = directory->info(path).value(), found = tree_->info(path).value();
    EXPECT_EQ(expected.kind, found.kind) << path;
    if (found.kind != EntryKind::directory) EXPECT_EQ(expected.size, found.size) << path;
  }
  EXPECT_EQ(tree_->read_link("link").value(), "a/b");
  EXPECT_EQ(tree_->digest("a.b", 100).value().sha256, directory->digest("a.b", 100).value().sha256);
}

TEST_F(CommitTreeTest, FollowsLinksThatStayInside) {
  link("a/link", "../a/b/../b/file");
  link("folder", "a/b");
  link("twice", "folder");
  folder_.commit("r", {{"a/b/file", "content"}});
  open();
  EXPECT_EQ(read("a/link"), "content");
  EXPECT_EQ(read("twice/file"), "content");
  EXPECT_EQ(list("twice"), "file0 ");
  EXPECT_EQ(end("a/link"), "0 a/b/file");
  EXPECT_EQ(end("twice"), "1 a/b");
}

TEST_F(CommitTreeTest, NeverLeavesTheFolder) {
  link("sub/up", "../secret");
  link("sub/absolute", "/etc/passwd");
  link("sub/parent", "..");
  link("sub/loop", "loop");
  link("sub/dangling", "absent");
  folder_.commit("r", {{"secret", "outside"}, {"sub/file", "inside"}});
  open("sub");
  EXPECT_EQ(read("file"), "inside");
  EXPECT_EQ(read("up"), "error:outside_root");
  EXPECT_EQ(read("absolute"), "error:outside_root");
  EXPECT_EQ(read("parent/secret"), "error:outside_root");
  EXPECT_EQ(read("../secret"), "error:outside_root");
  EXPECT_EQ(read("/etc/passwd"), "error:outside_root");
  EXPECT_EQ(read("loop"), "error:symlink_loop");
  EXPECT_EQ(read("dangling"), "error:not_found");
  EXPECT_EQ(end("up"), "3 outside");
  EXPECT_EQ(end("loop"), "error:symlink_loop");
  EXPECT_EQ(end("dangling"), "error:not_found");
  EXPECT_EQ(end("file"), "error:wrong_type");
  open();
  EXPECT_EQ(read("sub/up"), "outside");  // of all of the commit it is inside
}

TEST_F(CommitTreeTest, TellsWhyAFileCannotBeRead) {
  folder_.commit("r", {{"file", "12345"}, {"a/b", ""}});
  open();
  EXPECT_EQ(read("missing"), "error:not_found");
  EXPECT_EQ(read("file/below"), "error:not_found");
  EXPECT_EQ(read(std::string("file\0x", 6)), "error:not_found");
  EXPECT_EQ(read("a"), "error:not_a_regular_file");
  EXPECT_EQ(read("file", 4), "error:too_large");
  EXPECT_EQ(read("file", 5), "12345");
  EXPECT_EQ(list("file"), "error:not_found");
  EXPECT_EQ(tree_->read_link("file").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(tree_->info("missing").error().code, ErrorCode::not_found);
  std::string deep;
  for (int at = 0; at < 5'000; ++at) deep += "a/";
  EXPECT_EQ(read(deep), "error:too_deep");
}

TEST_F(CommitTreeTest, HasNoContentOfSubmodules) {
  const std::string name = folder_.commit("r", {{"a", "1"}});
  commit_tree(testing::tree_entry("160000", "module", name));
  open();
  EXPECT_EQ(list(""), "module3 ");
  EXPECT_EQ(tree_->info("module").value().kind, EntryKind::other);
  EXPECT_EQ(read("module"), "error:not_a_regular_file");
  EXPECT_EQ(read("module/a"), "error:not_found");
}

TEST_F(CommitTreeTest, SaysThatObjectsAreMissingOrNotWhatTheyShouldBe) {
  const std::string gone(40, '7'), blob = folder_.write_object("r/.git", "blob", "content");
  commit_tree(testing::tree_entry("40000", "a", gone) + testing::tree_entry("100644", "b", gone) +
              testing::tree_entry("40000", "c", blob));
  open();
  EXPECT_EQ(list("a"), "error:io");
  EXPECT_EQ(read("b"), "error:io");
  EXPECT_EQ(list("c"), "error:io");
  EXPECT_EQ(tree_->info("b").error().code, ErrorCode::io);
}

TEST_F(CommitTreeTest, CannotListNamesThatNoFileCanHave) {
  const std::string blob = folder_.write_object("r/.git", "blob", "content");
  commit_tree(testing::tree_entry("100644", "../../escape", blob) + testing::tree_entry("100644", "file", blob));
  open();
  EXPECT_EQ(list(""), "error:syntax");
  EXPECT_EQ(read("../../escape"), "error:outside_root");
}

TEST_F(CommitTreeTest, OfASubfolderNeedsThatFolder) {
  folder_.commit("r", {{"a/b/file", "1"}});
  open("a/b");
  EXPECT_EQ(list(""), "file0 ");
  open("/a//b/");
  EXPECT_EQ(list(""), "file0 ");
  const Commit head = resolve(*repository_, "HEAD").value();
  EXPECT_EQ(open_commit(*repository_, head, "absent").error().code, ErrorCode::not_found);
  EXPECT_EQ(open_commit(*repository_, head, "a/b/file").error().code, ErrorCode::not_found);
  EXPECT_EQ(open_commit(*repository_, head, "a/..").error().code, ErrorCode::not_found);
}

TEST_F(CommitTreeTest, IsReadFromAHugeBlobOnlyWithinTheLimit) {
  folder_.commit("r", {{"large", std::string(3 << 20, 'x')}});
  folder_.git("r", "repack -adq");
  open("", {.bytes = 1 << 20});
  EXPECT_EQ(read("large", 8 << 20), "error:too_large");
  EXPECT_EQ(tree_->info("large").value().size, 3u << 20);
}

}  // namespace
}  // namespace cordon::git
