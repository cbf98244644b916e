#include "app/action_commits.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

const std::string kOne(40, 'a'), kTwo(40, 'b');

std::string workflow(const std::string& uses) { return "jobs:\n  a:\n    steps:\n      - uses: " + uses + "\n"; }

TEST(ActionCommits, BelievesWhatAnotherWorkflowPins) {
  ActionCommits commits;
  commits.add_workflow(workflow("Acme/Tool/sub@" + kOne + " # v1"), "ci.yml", CommitSource::tree);
  const auto found = commits.find("acme/tool", "v1");
  EXPECT_EQ(found.commit, kOne);
  EXPECT_EQ(found.evidence, (std::vector<std::string>{"ci.yml:4"}));
  EXPECT_TRUE(commits.find("acme/tool", "V1").commit.empty());
  EXPECT_TRUE(commits.find("acme/other", "v1").commit.empty());
}

TEST(ActionCommits, UsesNothingThatIsContradicted) {
  ActionCommits commits;
  commits.add_workflow(workflow("acme/tool@" + kOne + " # v1"), "ci.yml", CommitSource::tree);
  commits.add_workflow(workflow("acme/tool@" + kTwo + " # v1"), "old:ci.yml", CommitSource::history);
  const auto found = commits.find("acme/tool", "v1");
  EXPECT_TRUE(found.commit.empty());
  EXPECT_NE(found.why_not.find("old:ci.yml:4"), std::string::npos);
}

TEST(ActionCommits, TellsAndDoesNotUseWhatWasTakenBack) {
  ActionCommits commits;
  commits.add_workflow(workflow("acme/tool@" + kOne + " # v1"), "old:ci.yml", CommitSource::history);
  auto found = commits.find("acme/tool", "v1");
  EXPECT_TRUE(found.commit.empty());
  EXPECT_TRUE(found.evidence.empty());
  EXPECT_TRUE(found.taken_back);
  EXPECT_NE(found.why_not.find("old:ci.yml:4"), std::string::npos);
  commits.add_workflow(workflow("acme/tool@" + kOne + " # v1"), "now:ci.yml", CommitSource::head);
  EXPECT_EQ(commits.find("acme/tool", "v1").commit, kOne);
}

TEST(ActionCommits, SaysWhereOneLineOrFileAloneKnowsIt) {
  ActionCommits commits;
  const std::string line = "acme/tool@" + kOne + " # v1";
  commits.add_workflow(workflow(line), "a.yml", CommitSource::tree);
  commits.add_workflow(workflow(line), "now:a.yml", CommitSource::head);
  commits.add_workflow(workflow(line), "old:a.yml", CommitSource::history);
  EXPECT_EQ(commits.find("acme/tool", "v1").note, "known by one line only: a.yml:4");
  for (int i = 0; i < 9; ++i) commits.add("acme/tool", "v1", kOne, "a.yml:9", CommitSource::tree);
  EXPECT_EQ(commits.find("acme/tool", "v1").note, "known by one file only: a.yml");
  commits.add_workflow(workflow(line), "b.yml", CommitSource::tree);
  EXPECT_EQ(commits.find("acme/tool", "v1").note, "");
  ActionCommits own;
  own.add("acme/tool", "v1", kOne, "refs/tags/v1 of this repository", CommitSource::own);
  EXPECT_EQ(own.find("acme/tool", "v1").note, "");
}

TEST(ActionCommits, TakesNoTagOutOfASentence) {
  ActionCommits commits;
  commits.add_workflow(workflow("acme/tool@" + kOne + " # v4 broke us, this is v3.6.0"), "ci.yml", CommitSource::tree);
  EXPECT_TRUE(commits.find("acme/tool", "v4").commit.empty());
}

TEST(ActionCommits, TheUsersWordDecides) {
  ActionCommits commits;
  ASSERT_TRUE(commits.add_list("# a comment\n\n  acme/tool@v1 \t" + kTwo + "\r\nacme/tool@main " + kTwo, "list"));
  commits.add_workflow(workflow("acme/tool@" + kOne + " # v1"), "ci.yml", CommitSource::tree);
  const auto found = commits.find("acme/tool", "v1");
  EXPECT_EQ(found.commit, kTwo);
  EXPECT_EQ(found.evidence, (std::vector<std::string>{"list:3"}));
  EXPECT_NE(found.note.find("ci.yml:4"), std::string::npos);
  EXPECT_EQ(commits.find("acme/tool", "main").commit, kTwo);
}

TEST(ActionCommits, BelievesNobodyElseAboutBranches) {
  ActionCommits commits;
  commits.add("acme/tool", "main", kOne, "somebody", CommitSource::own);
  EXPECT_TRUE(commits.find("acme/tool", "main").commit.empty());
  EXPECT_TRUE(is_branch_name("main"));
  EXPECT_FALSE(is_branch_name("v1"));
}

TEST(ActionCommits, SaysWhichLineOfAListMeansNothing) {
  for (const std::string& text :
       std::vector<std::string>{"x\nacme/tool v1", "\nacme/tool@v1 abc", "\nacme/tool/sub@v1 " + kOne, "\nacme/tool@v1",
                                "\nacme/tool@v1 " + kOne + " more"}) {
    const auto done = ActionCommits().add_list(text, "list");
    ASSERT_FALSE(done) << text;
    EXPECT_EQ(done.error().code, ErrorCode::syntax);
  }
  const auto twice = ActionCommits().add_list("a/b@v1 " + kOne + "\nA/b@v1 " + kTwo, "list");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::invalid_value);
  EXPECT_EQ(twice.error().line, 2u);
}

}  // namespace
}  // namespace cordon::app
