#include "app/fix_history.h"

#include <gtest/gtest.h>

#include "base/file_tree.h"
#include "git/testing.h"

namespace cordon::app {
namespace {

std::string lock(const std::string& version) {
  return R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": ")" + version + "\"}}}\n";
}

const FixHistory::BadReleases kBad{{"tool", "1.5.1"}};

class FixHistoryTest : public ::testing::Test {
 protected:
  void commit(const std::string& text) {
    std::ofstream(folder_ / "repo/app/package-lock.json") << text;
    folder_.git("repo", "add .");
    folder_.git("repo", "commit -q -m change");
  }
  void SetUp() override {
    folder_.init("repo");
    std::filesystem::create_directories(folder_ / "repo/app");
  }
  std::vector<OlderLockfile> before(const FixHistory::BadReleases& bad = kBad) {
    std::vector<Target> targets;
    targets.push_back({folder_ / "repo/app",
                       std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{}),
                       {},
                       {}});
    FixHistory history(targets);
    auto out = history.before(0, "package-lock.json", bad);
    unread_ = history.unread();
    return out;
  }
  git::testing::TestFolder folder_;
  std::vector<model::FileUnread> unread_;
};

TEST_F(FixHistoryTest, FindsTheNewestWithoutTheBadRelease) {
  commit(lock("1.3.0"));
  commit(lock("1.4.0"));
  commit("{\"lockfileVersion\": 3, \"packages\": {}}\n");  // taken out for a while
  commit(lock("1.5.1"));
  const auto found = before();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, lock("1.4.0"));
  EXPECT_EQ(found[0].source, SourceKind::history);
  EXPECT_TRUE(found[0].display_path.starts_with("commit ")) << found[0].display_path;
  EXPECT_TRUE(found[0].display_path.ends_with(", app/package-lock.json")) << found[0].display_path;
  EXPECT_TRUE(unread_.empty());
}

TEST_F(FixHistoryTest, TakesWhatHeadHasWhereTheBadOneIsNotCommitted) {
  commit(lock("1.4.0"));
  std::ofstream(folder_ / "repo/app/package-lock.json") << lock("1.5.1");
  const auto found = before();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].text, lock("1.4.0"));
}

TEST_F(FixHistoryTest, FindsNothingWhereNothingWas) {
  EXPECT_TRUE(before().empty());  // no commit
  commit(lock("1.5.1"));
  commit("<<<<<<< broken\n");
  EXPECT_TRUE(before().empty());
  EXPECT_TRUE(before({{"other", "1.0.0"}}).empty());
  EXPECT_TRUE(unread_.empty());
}

TEST_F(FixHistoryTest, SaysWhatCannotBeRead) {
  commit(lock("1.4.0"));
  commit(lock("1.5.1"));
  std::filesystem::remove_all(folder_ / "repo/.git/objects");
  std::filesystem::create_directories(folder_ / "repo/.git/objects");
  EXPECT_TRUE(before().empty());
  ASSERT_EQ(unread_.size(), 1u);
  EXPECT_FALSE(unread_[0].incomplete);
}

}  // namespace
}  // namespace cordon::app
