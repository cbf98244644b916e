#include "git/revision.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

// main: 0 - 1 - 2 (a merge of side) - 3; side: 1 - s
class RevisionTest : public ::testing::Test {
 protected:
  RevisionTest() {
    folder_.init("r");
    folder_.commit("r", {{"a", "0"}});
    folder_.commit("r", {{"a", "1"}});
    folder_.git("r", "checkout -q -b side");
    folder_.commit("r", {{"b", "s"}});
    folder_.git("r", "checkout -q main");
    folder_.git("r", "merge -q --no-ff -m merge side");
    folder_.commit("r", {{"a", "3"}});
    folder_.git("r", "tag light HEAD~1");
    folder_.git("r", "tag -a -m annotated noted side");
    folder_.git("r", "update-ref refs/remotes/origin/main HEAD~2");
    folder_.git("r", "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main");
  }
  std::string read(std::string_view revision) {
    const auto repository = open_repository(folder_ / "r");
    const auto commit = resolve(repository.value(), revision);
    return commit ? to_hex(commit->id) : "error:" + std::string(to_string(commit.error().code));
  }
  testing::TestFolder folder_;
};

TEST_F(RevisionTest, MeansWhatGitTakesItFor) {
  const std::string head = folder_.git("r", "rev-parse HEAD");
  const auto check = [&] {
    for (const std::string& revision : {std::string("HEAD"),
                                        std::string("@"),
                                        std::string("main"),
                                        std::string("heads/side"),
                                        std::string("refs/heads/side"),
                                        std::string("light"),
                                        std::string("noted"),
                                        std::string("tags/noted^{}"),
                                        std::string("noted^{commit}~1"),
                                        std::string("origin/main"),
                                        std::string("origin"),
                                        std::string("HEAD~"),
                                        std::string("HEAD~2"),
                                        std::string("HEAD~1^2"),
                                        std::string("HEAD^^2~1"),
                                        std::string("HEAD^0"),
                                        std::string("@~3"),
                                        std::string("main~0"),
                                        head,
                                        head.substr(0, 10),
                                        head.substr(0, 7) + "~1"})
      EXPECT_EQ(read(revision), folder_.git("r", "rev-parse '" + revision + "^{commit}'")) << revision;
  };
  check();
  folder_.git("r", "pack-refs --all");
  folder_.git("r", "gc -q");
  check();
}

TEST_F(RevisionTest, MayBeAHeadThatIsOnNoBranch) {
  folder_.git("r", "checkout -q --detach side");
  EXPECT_EQ(read("HEAD"), folder_.git("r", "rev-parse side"));
}

TEST_F(RevisionTest, ThatIsNotThereIsNotFound) {
  for (const char* revision : {"absent", "HEAD~9", "HEAD^3", "side^2", "1234567", "refs/heads", "config",
                               "HEAD~1000000", "1111111111111111111111111111111111111111"})
    EXPECT_EQ(read(revision), "error:not_found") << revision;
}

TEST_F(RevisionTest, WrittenOtherwiseIsRefused) {
  for (const char* revision : {"", "~1", "HEAD@{1}", "@{u}", ":/message", "HEAD^{/x}", "HEAD:a", "a..b", "main...side",
                               "HEAD^{tree}", "HEAD~99999999999", "HEAD~x", "^main"})
    EXPECT_EQ(read(revision), "error:invalid_value") << revision;
  EXPECT_EQ(read(std::string(5'000, '~')), "error:invalid_value");
  EXPECT_EQ(read("../../outside"), "error:invalid_value");
}

TEST_F(RevisionTest, IsNotTakenFromATagThatIsCalledLikeABranch) {
  folder_.git("r", "tag main side");
  EXPECT_EQ(read("main"), "error:invalid_value");
  EXPECT_EQ(read("refs/heads/main"), folder_.git("r", "rev-parse refs/heads/main"));
  folder_.git("r", "tag -f main refs/heads/main");
  EXPECT_EQ(read("main"), folder_.git("r", "rev-parse refs/heads/main"));
}

TEST_F(RevisionTest, OfDigitsThatBeginSeveralCommitsIsAmbiguous) {
  // Until two begin alike.
  const std::string tree = folder_.git("r", "rev-parse HEAD^{tree}");
  std::map<std::string, int> starts;
  std::string twice;
  for (int at = 0; twice.empty() && at < 5'000; ++at) {
    const std::string name =
        folder_.write_object("r/.git", "commit",
                             "tree " + tree + "\nauthor a <a@example.invalid> " + std::to_string(at) +
                                 " +0000\ncommitter c <c@example.invalid> 1 +0000\n\nx\n");
    if (++starts[name.substr(0, 4)] == 2) twice = name.substr(0, 4);
  }
  ASSERT_FALSE(twice.empty());
  EXPECT_EQ(read(twice), "error:invalid_value");
}

TEST_F(RevisionTest, OfATreeOrBlobIsNoCommit) {
  EXPECT_EQ(read(folder_.git("r", "rev-parse HEAD^{tree}")), "error:wrong_type");
  folder_.git("r", "tag blob HEAD:a");
  EXPECT_EQ(read("blob"), "error:wrong_type");
}

TEST_F(RevisionTest, InAShallowCloneSaysThatMoreMustBeFetched) {
  folder_.git("", "clone -q --depth 1 file://" + folder_ / "r" + " shallow");
  const auto repository = open_repository(folder_ / "shallow");
  ASSERT_TRUE(repository.value().is_shallow());
  EXPECT_TRUE(resolve(*repository, "HEAD").has_value());
  for (const char* revision : {"HEAD~1", "side", "HEAD^1"}) {
    const auto commit = resolve(*repository, revision);
    EXPECT_EQ(commit.error().code, ErrorCode::truncated) << revision;
    EXPECT_NE(commit.error().message.find(how_to_deepen()), std::string::npos);
  }
}

TEST_F(RevisionTest, OfARepositoryWithoutCommitsIsNotFound) {
  folder_.init("empty");
  const auto repository = open_repository(folder_ / "empty");
  EXPECT_EQ(resolve(repository.value(), "HEAD").error().code, ErrorCode::not_found);
  EXPECT_EQ(resolve(*repository, "main").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::git
