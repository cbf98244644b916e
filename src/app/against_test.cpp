#include "app/against.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::app {
namespace {

std::string no_variable(std::string_view) { return {}; }

// main has the lockfile as it was, topic, checked out, as it is; both in the folder shop.
class AgainstTest : public ::testing::Test {
 protected:
  AgainstTest() {
    folder_.init("r");
    folder_.commit("r", {{"shop/package-lock.json", "before"}});
    folder_.git("r", "checkout -q -b topic");
    folder_.commit("r", {{"shop/package-lock.json", "after"}, {"new/package.json", "{}"}});
  }

  std::vector<Target> targets(const std::string& path) {
    std::vector<Target> out;
    out.push_back(open_target(folder_ / path).value());
    return out;
  }

  // What the lockfile of the target was.
  std::string content(const std::string& named, const std::string& path = "r/shop") {
    const std::vector<Target> now = targets(path);
    auto against = Against::locate(named, now);
    if (!against) return "error:" + std::string(to_string(against.error().code));
    const auto before = against->open(now, no_variable);
    if (!before) return "error:" + std::string(to_string(before.error().code));
    EXPECT_FALSE(against->what().empty());
    return before->front().tree->read("package-lock.json", 100).value_or("nothing");
  }

  git::testing::TestFolder folder_;
};

TEST_F(AgainstTest, ARevisionIsTheSameFolderAsItWas) {
  EXPECT_EQ(content("main"), "before");
  EXPECT_EQ(content("HEAD"), "after");
  EXPECT_EQ(content("auto"), "before");
  EXPECT_EQ(content("main", "r/shop/package-lock.json"), "before");
}

TEST_F(AgainstTest, AFolderThatIsNewWasEmpty) { EXPECT_EQ(content("main", "r/new"), "nothing"); }

TEST_F(AgainstTest, AFileIsAFileWhereNoRevisionIsCalledSo) {
  git::testing::write_file(folder_.path() / "old/package-lock.json", "older");
  EXPECT_EQ(content(folder_ / "old"), "older");
  EXPECT_EQ(content("no-such-thing"), "error:not_found");
  EXPECT_EQ(content("main", "old"), "error:not_found");  // in no repository
}

TEST_F(AgainstTest, BeforeTheFirstCommitWasNothing) {
  folder_.git("r", "checkout -q main");
  EXPECT_EQ(content("auto"), "nothing");
  EXPECT_EQ(content("HEAD~1"), "nothing");
  EXPECT_EQ(content("main^"), "nothing");
  EXPECT_EQ(content("HEAD~2"), "error:not_found");
  const std::vector<Target> now = targets("r/shop");
  Against against = Against::locate("auto", now).value();
  ASSERT_TRUE(against.open(now, no_variable).has_value());
  EXPECT_EQ(against.what(), "nothing (HEAD is the first commit)");
  EXPECT_FALSE(against.had(0, "package-lock.json", "two").has_value());
  folder_.git("", "clone -q --depth 1 file://" + folder_ / "r" + " shallow");
  EXPECT_EQ(content("auto", "shallow/shop"), "nothing");  // its one commit is the first of all
  EXPECT_EQ(content("HEAD~1", "shallow/shop"), "nothing");
  folder_.git("", "clone -q --depth 1 --branch topic file://" + folder_ / "r" + " deeper");
  EXPECT_EQ(content("HEAD~1", "deeper/shop"), "error:truncated");
}

TEST_F(AgainstTest, SaysWhatAFileOfTheRepositoryWas) {
  folder_.git("r", "checkout -q main");
  folder_.commit("r", {{"cordon.yaml", "main"}});
  folder_.git("r", "checkout -q topic");
  const std::vector<Target> now = targets("r/shop");
  Against against = Against::locate("main", now).value();
  ASSERT_TRUE(against.open(now, no_variable).has_value());
  EXPECT_FALSE(against.is_file());
  EXPECT_TRUE(against.covers(folder_ / "r/cordon.yaml"));
  EXPECT_FALSE(against.covers(folder_ / "cordon.yaml"));
  EXPECT_FALSE(against.covers(folder_ / "r-other/cordon.yaml"));
  EXPECT_EQ(against.committed(folder_ / "r/cordon.yaml", 100).value(), "main");
  EXPECT_EQ(against.committed(folder_ / "r/shop/cordon.yaml", 100).value(), std::nullopt);
  git::testing::write_file(folder_.path() / "old/package-lock.json", "older");
  Against file = Against::locate(folder_ / "old", now).value();
  ASSERT_TRUE(file.open(now, no_variable).has_value());
  EXPECT_TRUE(file.is_file());
  EXPECT_FALSE(file.covers(folder_ / "r/cordon.yaml"));
}

TEST_F(AgainstTest, NamesSubmodulesThatChanged) {
  const std::string one(40, '1'), two(40, '2');
  folder_.git("r", "update-index --add --cacheinfo 160000," + one + ",shop/lib");
  folder_.git("r", "update-index --add --cacheinfo 160000," + one + ",elsewhere");
  folder_.git("r", "commit -q -m one");
  folder_.git("r", "update-index --add --cacheinfo 160000," + two + ",shop/lib");
  folder_.git("r", "update-index --add --cacheinfo 160000," + two + ",elsewhere");
  folder_.git("r", "update-index --add --cacheinfo 160000," + two + ",shop/new");
  folder_.git("r", "commit -q -m two");
  git::testing::write_file(folder_.path() / "r/shop/new/package.json", "{}");
  const std::vector<Target> now = targets("r/shop");
  Against against = Against::locate("HEAD~1", now).value();
  ASSERT_TRUE(against.open(now, no_variable).has_value());
  ASSERT_EQ(against.unread().size(), 2u);
  EXPECT_EQ(against.unread()[0].path, now[0].display("lib"));
  EXPECT_TRUE(against.unread()[0].incomplete);  // its files are not here
  EXPECT_EQ(against.unread()[1].path, now[0].display("new"));
  EXPECT_FALSE(against.unread()[1].incomplete);
  Against same = Against::locate("HEAD", now).value();
  ASSERT_TRUE(same.open(now, no_variable).has_value());
  EXPECT_TRUE(same.unread().empty());
}

TEST_F(AgainstTest, KnowsWhichNamesTheFileHadBefore) {
  for (const char* text : {"\"two\" 1", "\"two\" 2", "\"two\" 3", "\"two\" 4", "\"short\""})
    folder_.commit("r", {{"shop/package-lock.json", text}});
  const std::vector<Target> now = targets("r/shop");
  Against against = Against::locate("HEAD", now).value();
  ASSERT_TRUE(against.open(now, no_variable).has_value());
  EXPECT_EQ(against.had(0, "package-lock.json", "two"), true);
  EXPECT_EQ(against.had(0, "package-lock.json", "never"), false);
  EXPECT_FALSE(against.had(0, "package-lock.json", "short").has_value());  // it came, and may be gone again
  EXPECT_FALSE(against.had(0, "other.json", "never").has_value());         // too few versions to say so
  EXPECT_FALSE(against.had(7, "package-lock.json", "two").has_value());
}

}  // namespace
}  // namespace cordon::app
