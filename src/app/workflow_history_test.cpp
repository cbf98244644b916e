#include "app/workflow_history.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::app {
namespace {

const std::string kOne(40, 'a');

std::string workflow(const std::string& uses) { return "jobs:\n  a:\n    steps:\n      - uses: " + uses + "\n"; }

std::string origin(const std::string& address, const std::string& server = "") {
  return origin_of_config("[core]\n\turl = x/y\n[remote \"origin\"]\n\tfetch = z\n\turl = " + address + "\n", server);
}

TEST(WorkflowHistory, ReadsTheOriginOfARepository) {
  for (const char* address :
       {"https://github.com/acme/tool.git", "git@github.com:acme/tool", "ssh://git@github.com/acme/tool/",
        "https://user:word@GitHub.com:443/acme/tool", "ssh://git@ssh.github.com:443/acme/tool.git"})
    EXPECT_EQ(origin(address), "acme/tool") << address;
  EXPECT_EQ(origin_of_config("[remote \"other\"]\n\turl = https://github.com/acme/tool\n"), "");
}

TEST(WorkflowHistory, KnowsNoRepositoryOfAnotherHost) {
  for (const char* address :
       {"https://git.example.test/acme/tool.git", "git@git.example.test:acme/tool", "http://github.com/acme/tool",
        "git://github.com/acme/tool", "/srv/github.com/acme/tool", "file:///github.com/acme/tool", "tool", "",
        "https://github.com@git.example.test/acme/tool", "https://github.com.example.test/acme/tool",
        "https://git.example.test/github.com/acme/tool", "https://github.com/more/acme/tool", "https://github.com/tool",
        "ssh.github.com:acme/tool", "./github.com:acme/tool", "ext::sh https://github.com/acme/tool"})
    EXPECT_EQ(origin(address), "") << address;
  EXPECT_EQ(origin("https://git.example.test/acme/tool", "https://git.example.test"), "acme/tool");
  EXPECT_EQ(origin("git@git.example.test:acme/tool", "https://git.example.test:8443/"), "acme/tool");
  EXPECT_EQ(origin("https://other.example.test/acme/tool", "https://git.example.test"), "");
  EXPECT_EQ(origin("https://git.example.test/acme/tool", "http://git.example.test"), "");
}

TEST(WorkflowHistory, AsksTheLastCommitAndTheRepositorysOwnTags) {
  git::testing::TestFolder folder;
  folder.init("r");
  const std::string taken_back = "      - uses: acme/gone@" + kOne + " # v3\n";
  folder.commit("r", {{".github/workflows/ci.yml", workflow("acme/other@" + kOne + " # v2") + taken_back}});
  const std::string now = workflow("acme/other@v2") + "      - uses: Acme/tool/sub@v1.0.0\n";
  const std::string released =
      folder.commit("r", {{".github/workflows/ci.yml", workflow("acme/other@" + kOne + " # v2")}});
  folder.git("r", "tag -a -m release v1.0.0");
  folder.git("r", "remote add origin https://github.com/acme/tool.git");
  std::vector<Target> targets;
  targets.push_back(open_target(folder / "r").value());
  const WorkflowHistory history = WorkflowHistory::locate(targets);
  EXPECT_FALSE(history.readable().empty());
  ActionCommits commits;
  std::vector<model::FileUnread> unread;
  history.add_to(commits, std::vector<WorkflowFile>{{0, ".github/workflows/ci.yml", now}}, unread);
  EXPECT_TRUE(unread.empty());
  EXPECT_EQ(commits.find("acme/other", "v2").commit, kOne);
  EXPECT_EQ(commits.find("acme/tool", "v1.0.0").commit, released);
  EXPECT_TRUE(commits.find("acme/gone", "v3").commit.empty());
  EXPECT_TRUE(commits.find("acme/gone", "v3").taken_back);
}

TEST(WorkflowHistory, SaysNothingWithoutARepository) {
  git::testing::TestFolder folder;
  std::vector<Target> targets;
  targets.push_back(open_target(folder.path().string()).value());
  const WorkflowHistory history = WorkflowHistory::locate(targets);
  ActionCommits commits;
  std::vector<model::FileUnread> unread;
  history.add_to(commits, std::vector<WorkflowFile>{{0, "action.yml", "x"}}, unread);
  EXPECT_TRUE(unread.empty());
}

}  // namespace
}  // namespace cordon::app
