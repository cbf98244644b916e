#include "git/history.h"

#include <gtest/gtest.h>

#include "git/revision.h"
#include "git/testing.h"

namespace cordon::git {
namespace {

class HistoryTest : public ::testing::Test {
 protected:
  HistoryTest() { folder_.init("r"); }
  History look(const std::vector<std::string>& paths, const HistoryLimits& limits = {}, std::string_view folder = "r") {
    const auto repository = open_repository(folder_ / folder);
    return history_of(repository.value(), resolve(*repository, "HEAD").value(), paths, limits);
  }
  // Contents, newest first, each with the number of the commit that brought it.
  std::string versions(const PathHistory& path) {
    std::string out;
    for (const Version& version : path.versions) {
      out += folder_.git("r", "cat-file blob " + to_hex(version.blob));
      for (std::size_t at = 0; at < commits_.size(); ++at)
        if (commits_[at] == to_hex(version.commit)) out += "@" + std::to_string(at);
      out += version.since_unknown ? "? " : " ";
    }
    return out;
  }
  void commit(const std::map<std::string, std::string>& files) { commits_.push_back(folder_.commit("r", files)); }

  testing::TestFolder folder_;
  std::vector<std::string> commits_;
};

TEST_F(HistoryTest, IsEveryContentWithTheCommitThatBroughtIt) {
  commit({{"other", "x"}});
  commit({{"a/lock", "one"}});
  commit({{"other", "y"}});
  commit({{"a/lock", "two"}, {"a/b/lock", "deep"}});
  commit({{"a/other", "z"}});
  commit({{"a/lock", "three"}});
  const History history = look({"a/lock", "a/b/lock", "absent", "a"});
  ASSERT_EQ(history.paths.size(), 4u);
  EXPECT_EQ(versions(history.paths[0]), "three@5 two@3 one@1 ");
  EXPECT_EQ(versions(history.paths[1]), "deep@3 ");
  EXPECT_TRUE(history.paths[2].versions.empty());
  EXPECT_TRUE(history.paths[3].versions.empty());  // a folder
  EXPECT_EQ(history.paths[0].path, "a/lock");
  EXPECT_EQ(history.commits, 6u);
  EXPECT_EQ(history.end, HistoryEnd::beginning);
  EXPECT_GT(history.paths[0].versions[0].committed_at, history.paths[0].versions[1].committed_at);
}

TEST_F(HistoryTest, NamesAContentThatCameBackOnce) {
  commit({{"lock", "good"}});
  commit({{"lock", "bad"}});
  commit({{"lock", "good"}});
  EXPECT_EQ(versions(look({"lock"}).paths[0]), "good@2 bad@1 ");
}

TEST_F(HistoryTest, SeesAFileThatWasGoneForAWhile) {
  commit({{"lock", "one"}, {"x", "x"}});
  folder_.git("r", "rm -q lock");
  commit({});
  commit({{"lock", "two"}});
  EXPECT_EQ(versions(look({"lock"}).paths[0]), "two@2 one@0 ");
}

TEST_F(HistoryTest, FollowsFirstParentsOnly) {
  commit({{"lock", "one"}});
  folder_.git("r", "checkout -q -b side");
  folder_.commit("r", {{"lock", "on the way"}});
  folder_.commit("r", {{"lock", "two"}});
  folder_.git("r", "checkout -q main");
  folder_.git("r", "merge -q --no-ff -m merge side");
  commits_.push_back(folder_.git("r", "rev-parse HEAD"));
  const History history = look({"lock"});
  EXPECT_EQ(versions(history.paths[0]), "two@1 one@0 ");
  EXPECT_EQ(history.commits, 2u);
}

TEST_F(HistoryTest, SaysWhatWasCut) {
  for (int at = 0; at < 6; ++at) commit({{"lock", std::to_string(at)}, {"still", "x"}});
  const History few = look({"lock", "still"}, {.commits = 3, .versions = 100});
  EXPECT_EQ(few.end, HistoryEnd::limit);
  EXPECT_EQ(few.commits, 3u);
  EXPECT_EQ(versions(few.paths[0]), "5@5 4@4 3@3? ");
  EXPECT_EQ(versions(few.paths[1]), "x@3? ");
  const History two = look({"lock"}, {.commits = 100, .versions = 2});
  EXPECT_EQ(two.end, HistoryEnd::enough);
  EXPECT_EQ(versions(two.paths[0]), "5@5 4@4 ");
  EXPECT_TRUE(two.paths[0].more);
  EXPECT_FALSE(look({"lock"}, {.commits = 100, .versions = 6}).paths[0].more);
  EXPECT_EQ(look({}).end, HistoryEnd::enough);
}

TEST_F(HistoryTest, EndsWhereAShallowCloneDoes) {
  for (int at = 0; at < 4; ++at) commit({{"lock", std::to_string(at)}});
  folder_.git("", "clone -q --depth 2 file://" + folder_ / "r" + " shallow");
  const History history = look({"lock"}, {}, "shallow");
  EXPECT_EQ(history.end, HistoryEnd::shallow);
  EXPECT_EQ(versions(history.paths[0]), "3@3 2@2? ");
}

TEST_F(HistoryTest, SaysWhatIsDamagedAndKeepsWhatItSaw) {
  for (int at = 0; at < 4; ++at) commit({{"lock", std::to_string(at)}});
  const std::string tree = folder_.git("r", "rev-parse HEAD~2^{tree}");
  fs::remove(folder_.path() / "r/.git/objects" / tree.substr(0, 2) / tree.substr(2));
  const History history = look({"lock"});
  EXPECT_EQ(history.end, HistoryEnd::damaged);
  EXPECT_EQ(history.why.value().code, ErrorCode::not_found);
  EXPECT_EQ(versions(history.paths[0]), "3@3 2@2? ");
}

}  // namespace
}  // namespace cordon::git
