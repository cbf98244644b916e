#include "git/references.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

const std::string kOne(40, '1'), kTwo(40, '2');

class ReferencesTest : public ::testing::Test {
 protected:
  ReferencesTest() { fs::create_directories(folder_.path() / "own"); }
  void write(std::string_view name, std::string_view content) { testing::write_file(folder_.path() / name, content); }
  std::string find(std::string_view name) {
    const auto references = References::open(folder_ / "own", folder_ / "");
    if (!references) return "open:" + std::string(to_string(references.error().code));
    const auto id = references->find(name);
    return id ? to_hex(*id) : "error:" + std::string(to_string(id.error().code));
  }
  testing::TestFolder folder_;
};

TEST_F(ReferencesTest, AreFilesOrLinesOfOne) {
  write("refs/heads/main", kOne + "\n");
  write("packed-refs", "# pack-refs with: peeled fully-peeled sorted\n" + kTwo + " refs/heads/main\n" + kTwo +
                           " refs/tags/v1\n^" + kOne + "\n" + kTwo + " refs/tags/v1.1");
  EXPECT_EQ(find("refs/heads/main"), kOne);
  EXPECT_EQ(find("refs/tags/v1"), kTwo);
  EXPECT_EQ(find("refs/tags/v1.1"), kTwo);
  EXPECT_EQ(find("refs/tags/v"), "error:not_found");
  EXPECT_EQ(find("tags/v1"), "error:not_found");
  EXPECT_EQ(find("refs/heads"), "error:not_found");
}

TEST_F(ReferencesTest, IncludeWhatWasFetchedLast) {
  write("own/FETCH_HEAD", kOne + "\t\tbranch 'main' of https://example.invalid/r\n" + kTwo + "\tnot-for-merge\tx\n");
  EXPECT_EQ(find("FETCH_HEAD"), kOne);
}

TEST_F(ReferencesTest, ArePackedWhereAFolderOfTheirNameIsLeftOver) {
  fs::create_directories(folder_.path() / "refs/heads/main");
  write("packed-refs", kTwo + " refs/heads/main\n");
  EXPECT_EQ(find("refs/heads/main"), kTwo);
}

TEST_F(ReferencesTest, OfAWorktreeAreItsOwnOrThoseOfAll) {
  write("own/HEAD", "ref: refs/heads/main\n");
  write("HEAD", "ref: refs/heads/other\n");
  write("refs/heads/main", kOne);
  write("own/refs/bisect/bad", kTwo);
  EXPECT_EQ(find("HEAD"), kOne);
  EXPECT_EQ(find("refs/bisect/bad"), kTwo);
  const auto references = References::open(folder_ / "own", folder_ / "");
  EXPECT_EQ(references.value().target("HEAD"), "refs/heads/main");
  EXPECT_FALSE(references->target("refs/heads/main").has_value());
}

TEST_F(ReferencesTest, LeadNoFurtherThanFiveNames) {
  write("refs/0", kOne);
  for (int at = 1; at <= 6; ++at) write("refs/" + std::to_string(at), "ref: refs/" + std::to_string(at - 1) + "\n");
  write("refs/self", "ref: refs/self");
  EXPECT_EQ(find("refs/5"), kOne);
  EXPECT_EQ(find("refs/6"), "error:symlink_loop");
  EXPECT_EQ(find("refs/self"), "error:symlink_loop");
}

TEST_F(ReferencesTest, NeverLeaveTheRepository) {
  write("../outside-" + folder_.path().filename().string(), kTwo);
  write("refs/up", "ref: ../outside");
  write("refs/absolute", "ref: /etc/passwd");
  EXPECT_EQ(find("refs/up"), "error:not_found");
  EXPECT_EQ(find("refs/absolute"), "error:not_found");
  fs::create_symlink("/etc/passwd", folder_.path() / "refs/link");
  EXPECT_EQ(find("refs/link"), "error:outside_root");
  fs::create_symlink("main", folder_.path() / "refs/inside");
  write("refs/main", kOne);
  EXPECT_EQ(find("refs/inside"), kOne);
  fs::remove(folder_.path().parent_path() / ("outside-" + folder_.path().filename().string()));
}

TEST_F(ReferencesTest, ThatHoldSomethingElseAreDamaged) {
  for (const char* content : {"", "main", "ref", "0123", "11111111111111111111111111111111111111112"}) {
    write("refs/bad", content);
    EXPECT_EQ(find("refs/bad"), "error:syntax") << content;
  }
  write("refs/bad", "ref:");
  EXPECT_EQ(find("refs/bad"), "error:not_found");
  write("refs/bad", std::string(10'000, '1'));
  EXPECT_EQ(find("refs/bad"), "error:too_large");
}

TEST(ReferenceName, IsOneThatGitAllows) {
  for (const char* good : {"HEAD", "refs/heads/main", "refs/heads/a-b_c.d", "a@b"})
    EXPECT_TRUE(is_reference_name(good)) << good;
  for (const char* bad : {"",   "@",   "/a", "a/", "a//b", "a..b", "../a",  "a/.b", ".a",    "a b",  "a~1",
                          "a^", "a:b", "a?", "a*", "a[",   "a\\b", "a@{1}", "a.",   "a\x01", "a\x7f"})
    EXPECT_FALSE(is_reference_name(bad)) << bad;
  EXPECT_FALSE(is_reference_name(std::string(2'000, 'a')));
}

}  // namespace
}  // namespace cordon::git
