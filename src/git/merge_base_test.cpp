#include "git/merge_base.h"

#include <gtest/gtest.h>

#include "git/revision.h"
#include "git/testing.h"

namespace cordon::git {
namespace {

class MergeBaseTest : public ::testing::Test {
 protected:
  MergeBaseTest() {
    folder_.init("r");
    tree_ = folder_.write_object("r/.git", "tree", "");
  }
  // A commit with these parents, written by hand: thousands of them take no time.
  std::string commit(const std::vector<std::string>& parents, long at) {
    std::string content = "tree " + tree_ + "\n";
    for (const std::string& parent : parents) content += "parent " + parent + "\n";
    content += "author a <a@example.invalid> 1 +0000\ncommitter c <c@example.invalid> " + std::to_string(at) +
               " +0000\n\n" + std::to_string(++count_) + "\n";
    return folder_.write_object("r/.git", "commit", content);
  }
  Result<Commit> base(std::string_view one, std::string_view other) {
    const auto repository = open_repository(folder_ / "r");
    return merge_base(repository.value(), resolve(*repository, one).value(), resolve(*repository, other).value());
  }
  std::string base_name(std::string_view one, std::string_view other) {
    const auto found = base(one, other);
    return found ? to_hex(found->id) : "error:" + std::string(to_string(found.error().code));
  }

  testing::TestFolder folder_;
  std::string tree_;
  int count_ = 0;
};

TEST_F(MergeBaseTest, IsWhereTwoBranchesWereOne) {
  const std::string root = commit({}, 1), fork = commit({root}, 2), left = commit({fork}, 3), right = commit({fork}, 4);
  EXPECT_EQ(base_name(left, right), fork);
  EXPECT_EQ(base_name(left, fork), fork);
  EXPECT_EQ(base_name(root, right), root);
  EXPECT_EQ(base_name(left, left), left);
}

TEST_F(MergeBaseTest, IsTheLatestOfSeveralAfterBranchesCrossed) {
  const std::string root = commit({}, 1), left = commit({root}, 2), right = commit({root}, 3);
  const std::string crossed_left = commit({left, right}, 4), crossed_right = commit({right, left}, 5);
  EXPECT_EQ(base_name(crossed_left, crossed_right), right);
  EXPECT_EQ(base_name(crossed_right, crossed_left), right);
}

TEST_F(MergeBaseTest, OfStrangersIsNotFound) { EXPECT_EQ(base_name(commit({}, 1), commit({}, 2)), "error:not_found"); }

TEST_F(MergeBaseTest, IsOneThatGitWouldGiveInAnyHistory) {
  // Histories of merges at random, always the same ones.
  std::uint32_t state = 1;
  const auto random = [&](std::uint32_t below) {
    state = state * 1'664'525 + 1'013'904'223;
    return (state >> 8) % below;
  };
  std::vector<std::string> names{commit({}, 1), commit({}, 2)};
  for (long at = 3; at < 120; ++at) {
    const auto recent = [&] {
      return names[names.size() - 1 - random(static_cast<std::uint32_t>(std::min<std::size_t>(names.size(), 8)))];
    };
    std::vector<std::string> parents{recent()};
    if (const std::string other = recent(); random(3) == 0 && other != parents[0]) parents.push_back(other);
    names.push_back(commit(parents, at));
  }
  for (int pair = 0; pair < 40; ++pair) {
    const auto one = names[random(static_cast<std::uint32_t>(names.size()))];
    const auto other = names[random(static_cast<std::uint32_t>(names.size()))];
    const std::string all = folder_.git("r", "merge-base --all " + one + " " + other + " || true");
    const std::string found = base_name(one, other);
    if (all.empty()) EXPECT_EQ(found, "error:not_found");
    else EXPECT_NE(all.find(found), std::string::npos) << one << " " << other << "\n" << all << "\n" << found;
  }
}

TEST_F(MergeBaseTest, ThatAShallowCloneLacksIsTold) {
  folder_.commit("r", {{"a", "0"}});
  folder_.git("r", "checkout -q -b side");
  folder_.commit("r", {{"a", "1"}});
  folder_.git("r", "checkout -q main");
  folder_.commit("r", {{"b", "1"}});
  folder_.git("", "clone -q --depth 1 --no-single-branch file://" + folder_ / "r" + " shallow");
  auto repository = open_repository(folder_ / "shallow");
  const auto find = [&] {
    return merge_base(repository.value(), resolve(*repository, "HEAD").value(),
                      resolve(*repository, "origin/side").value());
  };
  const auto cut = find();
  EXPECT_EQ(cut.error().code, ErrorCode::truncated);
  EXPECT_NE(cut.error().message.find(how_to_deepen()), std::string::npos);
  folder_.git("shallow", "fetch -q --deepen 1");
  repository = open_repository(folder_ / "shallow");
  EXPECT_EQ(to_hex(find().value().id), folder_.git("r", "merge-base main side"));
}

TEST_F(MergeBaseTest, NeedsTheCommitsOnTheWay) {
  const std::string gone(40, '7'), left = commit({gone}, 2), right = commit({gone}, 3);
  EXPECT_EQ(base(left, right).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::git
