#include "git/submodules.h"

#include <gtest/gtest.h>

#include "git/revision.h"
#include "git/testing.h"

namespace cordon::git {
namespace {

constexpr const char* kOne = "1111111111111111111111111111111111111111";
constexpr const char* kTwo = "2222222222222222222222222222222222222222";

std::string text(const std::optional<ObjectId>& id) { return id ? to_hex(*id).substr(0, 1) : "-"; }

class SubmodulesTest : public ::testing::Test {
 protected:
  SubmodulesTest() { folder_.init("r"); }

  // A commit that has a submodule at this path.
  void commit(const std::string& path, const std::string& to) {
    folder_.git("r", "update-index --add --cacheinfo 160000," + to + "," + path);
    folder_.git("r", "commit -q --allow-empty -m change");
  }

  std::vector<std::string> changes(const std::optional<std::string>& before, const std::string& now,
                                   std::size_t most = 10, std::string_view folder = {}) {
    const Repository repository = open_repository(folder_ / "r").value();
    std::optional<ObjectId> tree;
    if (before) tree = resolve(repository, *before).value().tree;
    std::vector<std::string> out;
    for (const SubmoduleChange& each :
         changed_submodules(repository, folder, tree, resolve(repository, now).value().tree, most).value())
      out.push_back(each.path + " " + text(each.before) + " " + text(each.now));
    return out;
  }

  testing::TestFolder folder_;
};

TEST_F(SubmodulesTest, TellsThoseThatMovedCameAndWent) {
  folder_.commit("r", {{"a/b/file", "x"}});
  commit("a/b/lib", kOne);
  commit("vendor", kOne);
  folder_.git("r", "tag before");
  commit("a/b/lib", kTwo);
  commit("c/new", kTwo);
  folder_.git("r", "rm -q --cached vendor");
  folder_.git("r", "commit -q -m gone");
  EXPECT_EQ(changes("before", "HEAD"), (std::vector<std::string>{"a/b/lib 1 2", "c/new - 2", "vendor 1 -"}));
  EXPECT_EQ(changes("before", "HEAD", 1).size(), 1u);
  EXPECT_EQ(changes("before", "HEAD", 10, "a/b"), (std::vector<std::string>{"lib 1 2"}));
  EXPECT_EQ(changes("before", "HEAD", 10, "c"), (std::vector<std::string>{"new - 2"}));
  EXPECT_TRUE(changes("before", "HEAD", 10, "no/such").empty());
  EXPECT_TRUE(changes("HEAD", "HEAD").empty());
  EXPECT_EQ(changes(std::nullopt, "HEAD"), (std::vector<std::string>{"a/b/lib - 2", "c/new - 2"}));
}

TEST_F(SubmodulesTest, TellsAFolderThatBecameOne) {
  folder_.commit("r", {{"lib/file", "x"}, {"keep", "x"}});
  folder_.git("r", "tag before");
  folder_.git("r", "rm -q -r --cached lib");
  commit("lib", kOne);
  EXPECT_EQ(changes("before", "HEAD"), (std::vector<std::string>{"lib - 1"}));
}

}  // namespace
}  // namespace cordon::git
