#include "git/default_base.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

// main: 0 - 1 - 2, origin/main is at 2; topic: 1 - t, checked out.
class DefaultBaseTest : public ::testing::Test {
 protected:
  DefaultBaseTest() {
    folder_.init("r");
    root_ = folder_.commit("r", {{"a", "0"}});
    fork_ = folder_.commit("r", {{"a", "1"}});
    folder_.git("r", "checkout -q -b topic");
    topic_ = folder_.commit("r", {{"b", "t"}});
    folder_.git("r", "checkout -q main");
    tip_ = folder_.commit("r", {{"a", "2"}});
    folder_.git("r", "update-ref refs/remotes/origin/main HEAD");
    folder_.git("r", "checkout -q topic");
  }
  std::string base(std::string_view folder = "r") {
    const auto repository = open_repository(folder_ / folder);
    const auto found = default_base(repository.value(), [&](std::string_view name) {
      const auto value = variables_.find(std::string(name));
      return value == variables_.end() ? std::string() : value->second;
    });
    if (!found) return "error:" + std::string(to_string(found.error().code));
    EXPECT_FALSE(found->why.empty());
    if (found->is_nothing) return "nothing before " + to_hex(found->commit.id);
    return to_hex(found->commit.id);
  }

  testing::TestFolder folder_;
  std::map<std::string, std::string> variables_;
  std::string root_, fork_, topic_, tip_;
};

TEST_F(DefaultBaseTest, IsWhereABranchLeftTheMainOne) {
  EXPECT_EQ(base(), fork_);
  folder_.git("r", "update-ref -d refs/remotes/origin/main");
  EXPECT_EQ(base(), fork_);  // the local one
}

TEST_F(DefaultBaseTest, OnTheMainBranchItselfIsTheCommitBefore) {
  folder_.git("r", "checkout -q main");
  EXPECT_EQ(base(), fork_);
  folder_.git("r", "checkout -q --detach " + root_);
  EXPECT_EQ(base(), "nothing before " + root_);
}

TEST_F(DefaultBaseTest, PrefersWhatTheRemoteCallsItsHead) {
  folder_.git("r", "update-ref refs/remotes/origin/develop " + root_);
  folder_.git("r", "symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/develop");
  EXPECT_EQ(base(), root_);
}

TEST_F(DefaultBaseTest, OfAPullRequestIsItsTargetBranch) {
  folder_.git("r", "update-ref refs/remotes/origin/release " + root_);
  variables_ = {{"GITHUB_BASE_REF", "release"}};
  EXPECT_EQ(base(), root_);
  variables_ = {{"GITHUB_BASE_REF", "main"}};
  EXPECT_EQ(base(), fork_);
  variables_ = {{"GITHUB_BASE_REF", "absent"}};
  EXPECT_EQ(base(), "error:not_found");
  variables_ = {{"GITHUB_BASE_REF", "../../outside"}};
  EXPECT_EQ(base(), "error:invalid_value");
}

TEST_F(DefaultBaseTest, OfGitHubsOwnMergeIsItsFirstParent) {
  folder_.git("r", "checkout -q --detach main");
  folder_.git("r", "merge -q --no-ff -m merge topic");
  const std::string merge = folder_.git("r", "rev-parse HEAD");
  folder_.git("r", "update-ref -d refs/remotes/origin/main");
  folder_.git("r", "branch -q -m main away");
  variables_ = {{"GITHUB_BASE_REF", "main"}, {"GITHUB_REF", "refs/pull/7/merge"}, {"GITHUB_SHA", merge}};
  EXPECT_EQ(base(), tip_);
  variables_["GITHUB_SHA"] = topic_;  // something else was checked out
  EXPECT_EQ(base(), "error:not_found");
}

TEST_F(DefaultBaseTest, OfAShallowCheckoutSaysWhatToDo) {
  folder_.git("", "clone -q --depth 1 --branch topic file://" + folder_ / "r" + " shallow");
  variables_ = {{"GITHUB_BASE_REF", "main"}};
  EXPECT_EQ(base("shallow"), "error:truncated");
  variables_["GITHUB_REF"] = "refs/pull/7/merge";
  variables_["GITHUB_SHA"] = topic_;
  EXPECT_EQ(base("shallow"), "error:truncated");
  variables_ = {{"CI_MERGE_REQUEST_DIFF_BASE_SHA", fork_}};
  EXPECT_EQ(base("shallow"), "error:truncated");
}

TEST_F(DefaultBaseTest, OfAMergeRequestIsWhatGitLabSays) {
  variables_ = {{"CI_MERGE_REQUEST_DIFF_BASE_SHA", root_}, {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"}};
  EXPECT_EQ(base(), root_);
  variables_ = {{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"}};
  EXPECT_EQ(base(), fork_);
  variables_ = {{"CI_MERGE_REQUEST_DIFF_BASE_SHA", "main"}};
  EXPECT_EQ(base(), "error:invalid_value");
}

TEST_F(DefaultBaseTest, OfARequestThatIsNotCheckedOutIsAnError) {
  folder_.git("r", "checkout -q main");  // as pull_request_target has it
  variables_ = {{"GITHUB_BASE_REF", "main"}, {"GITHUB_REF", "refs/heads/main"}, {"GITHUB_SHA", tip_}};
  EXPECT_EQ(base(), "error:usage");
  folder_.git("r", "checkout -q --detach " + fork_);  // the branch went on since
  EXPECT_EQ(base(), "error:usage");
  variables_ = {{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"}};
  EXPECT_EQ(base(), "error:usage");
  variables_ = {{"CI_MERGE_REQUEST_DIFF_BASE_SHA", fork_}};
  EXPECT_EQ(base(), "error:usage");
}

TEST_F(DefaultBaseTest, OfAPushIsWhatTheBranchWasBefore) {
  folder_.git("r", "checkout -q main");
  const std::string zeros(40, '0');
  variables_ = {{"GITHUB_EVENT_NAME", "push"}, {"GITHUB_SHA", tip_}, {"GITHUB_EVENT_BEFORE", root_}};
  EXPECT_EQ(base(), root_);  // two commits were pushed
  variables_ = {{"CI_COMMIT_SHA", tip_}, {"CI_COMMIT_BEFORE_SHA", root_}};
  EXPECT_EQ(base(), root_);
  variables_["CI_COMMIT_BEFORE_SHA"] = zeros;  // a branch that is new
  EXPECT_EQ(base(), fork_);
  variables_["CI_COMMIT_BEFORE_SHA"] = std::string(40, 'a');  // what was there is gone
  EXPECT_EQ(base(), fork_);
  variables_["CI_COMMIT_BEFORE_SHA"] = "main";
  EXPECT_EQ(base(), "error:invalid_value");
  variables_ = {{"CI_COMMIT_SHA", topic_}, {"CI_COMMIT_BEFORE_SHA", root_}};  // something else was checked out
  EXPECT_EQ(base(), fork_);
  variables_ = {{"GITHUB_EVENT_NAME", "schedule"}, {"GITHUB_SHA", tip_}, {"GITHUB_EVENT_BEFORE", root_}};
  EXPECT_EQ(base(), fork_);
}

TEST_F(DefaultBaseTest, OfAPushOfANewBranchIsWhereItLeftTheMainOne) {
  folder_.commit("r", {{"b", "u"}});
  const std::string head = folder_.commit("r", {{"b", "v"}});
  variables_ = {{"GITHUB_EVENT_NAME", "push"}, {"GITHUB_SHA", head}, {"GITHUB_EVENT_BEFORE", std::string(40, '0')}};
  EXPECT_EQ(base(), fork_);
  // No main branch in the clone: the commit before, which is all that is left.
  folder_.git("r", "update-ref -d refs/remotes/origin/main");
  folder_.git("r", "branch -q -m main away");
  EXPECT_NE(base(), fork_);
  EXPECT_EQ(base(), folder_.git("r", "rev-parse HEAD~1"));
}

TEST_F(DefaultBaseTest, OfAPushInAShallowCloneIsAnErrorThatSaysWhatToDo) {
  folder_.git("", "clone -q --depth 2 --branch main file://" + folder_ / "r" + " pushed");
  variables_ = {{"GITHUB_EVENT_NAME", "push"}, {"GITHUB_SHA", tip_}, {"GITHUB_EVENT_BEFORE", root_}};
  EXPECT_EQ(base("pushed"), "error:truncated");  // the parent is here, and is not all that was pushed
}

TEST_F(DefaultBaseTest, IsNothingWhereNoBranchIsKnown) {
  folder_.init("other");
  folder_.git("other", "checkout -q -b trunk");
  folder_.commit("other", {{"a", "1"}});
  EXPECT_EQ(base("other"), "error:not_found");
  folder_.init("empty");
  EXPECT_EQ(base("empty"), "error:not_found");
}

}  // namespace
}  // namespace cordon::git
