#include "app/workflow_history.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::app {
namespace {

const std::string kOne(40, 'a');

std::string workflow(const std::string& uses) { return "jobs:\n  a:\n    steps:\n      - uses: " + uses + "\n"; }

TEST(WorkflowHistory, ReadsTheOriginOfARepository) {
  for (const char* address : {"https://git.example.test/acme/tool.git", "git@git.example.test:acme/tool",
                              "ssh://git@git.example.test/acme/tool/"})
    EXPECT_EQ(origin_of_config(
                  "[core]\n\turl = x/y\n[remote \"origin\"]\n\tfetch = z\n\turl = " + std::string(address) + "\n"),
              "acme/tool")
        << address;
  EXPECT_EQ(origin_of_config("[remote \"other\"]\n\turl = https://git.example.test/acme/tool\n"), "");
  EXPECT_EQ(origin_of_config("[remote \"origin\"]\n\turl = tool\n"), "");
}

TEST(WorkflowHistory, AsksEarlierCommitsAndTheRepositorysOwnTags) {
  git::testing::TestFolder folder;
  folder.init("r");
  folder.commit("r", {{".github/workflows/ci.yml", workflow("acme/other@" + kOne + " # v2")}});
  const std::string now = workflow("acme/other@v2") + "      - uses: Acme/tool/sub@v1.0.0\n";
  const std::string released = folder.commit("r", {{".github/workflows/ci.yml", now}});
  folder.git("r", "tag -a -m release v1.0.0");
  folder.git("r", "remote add origin https://git.example.test/acme/tool.git");
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
