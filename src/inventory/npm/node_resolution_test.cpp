#include "inventory/npm/node_resolution.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::inventory::npm {
namespace {

// A tree of locations; one that begins with '>' is a link.
class Tree {
 public:
  explicit Tree(const std::vector<std::string_view>& locations) {
    for (const std::string_view at : locations) {
      const bool link = at.starts_with('>');
      entries_.push_back({at.substr(link ? 1 : 0), link});
    }
    tree_.emplace(entries_);
  }
  // The location that `name` means to the package at `from`; "none" when there is none.
  std::string resolve(std::string_view from, std::string_view name) const {
    const std::uint32_t node = tree_->resolve(tree_->find(from), name);
    return node == InstallTree::kNone ? "none" : std::string(entries_[node].location);
  }
  const InstallTree& operator*() const { return *tree_; }

 private:
  std::vector<InstallEntry> entries_;
  std::optional<InstallTree> tree_;
};

TEST(NodeResolution, TheNearestNodeModulesUpwardsAnswers) {
  const Tree tree({"node_modules/a", "node_modules/a/node_modules/x", "node_modules/b", "node_modules/x"});
  EXPECT_EQ(tree.resolve("node_modules/a", "x"), "node_modules/a/node_modules/x");
  EXPECT_EQ(tree.resolve("node_modules/a/node_modules/x", "x"), "node_modules/a/node_modules/x");
  EXPECT_EQ(tree.resolve("node_modules/b", "x"), "node_modules/x");
  EXPECT_EQ(tree.resolve("", "x"), "node_modules/x");
  EXPECT_EQ(tree.resolve("node_modules/b", "y"), "none");
}

TEST(NodeResolution, NamesAreComparedWithoutCaseAndWithTheirScope) {
  const Tree tree({"node_modules/JSONStream", "node_modules/@s/a"});
  EXPECT_EQ(tree.resolve("", "jsonstream"), "node_modules/JSONStream");
  EXPECT_EQ(tree.resolve("", "@S/a"), "node_modules/@s/a");
  EXPECT_EQ(tree.resolve("", "a"), "none");
}

TEST(NodeResolution, AFolderOutsideNodeModulesLooksIntoTheProjectAboveIt) {
  const Tree tree(
      {"packages/w", "packages/w/node_modules/x", "node_modules/x", "node_modules/y", "../out", ">node_modules/w"});
  EXPECT_EQ(tree.resolve("packages/w", "x"), "packages/w/node_modules/x");
  EXPECT_EQ(tree.resolve("packages/w", "y"), "node_modules/y");
  EXPECT_EQ(tree.resolve("../out", "y"), "none");
  EXPECT_TRUE((*tree).is_top((*tree).find("packages/w")));
  EXPECT_FALSE((*tree).is_top((*tree).find("node_modules/x")));
  EXPECT_TRUE((*tree).is_top((*tree).root()));
}

TEST(NodeResolution, ALaterEntryOfTheSamePlaceReplacesTheEarlierAndAllInIt) {
  const Tree tree({"node_modules/a", "node_modules/a/node_modules/x", "node_modules/A"});
  EXPECT_EQ((*tree).placement(0), Placement::replaced);
  EXPECT_EQ((*tree).placement(1), Placement::replaced);
  EXPECT_EQ((*tree).placement(2), Placement::placed);
}

TEST(NodeResolution, ALinkHasNothingOfItsOwn) {
  const Tree tree({">node_modules/a", "node_modules/a/node_modules/x", "node_modules/x"});
  EXPECT_NE((*tree).placement(1), Placement::placed);
  EXPECT_EQ(tree.resolve("", "a"), "node_modules/a");
  EXPECT_EQ((*tree).placement(2), Placement::placed);
}

TEST(NodeResolution, TheOrderOfTheFileDoesNotMatter) {
  const Tree tree({"node_modules/a/node_modules/b/node_modules/x", "node_modules/a/node_modules/b", "node_modules/a"});
  EXPECT_EQ(tree.resolve("node_modules/a/node_modules/b", "x"), "node_modules/a/node_modules/b/node_modules/x");
  EXPECT_EQ(tree.resolve("node_modules/a", "x"), "none");
}

TEST(NodeResolution, DeepTreesAreLinear) {
  std::vector<std::string> texts{"node_modules/a"};
  for (int i = 0; i < 300; ++i) texts.push_back(texts.back() + "/node_modules/a");
  const Tree tree({texts.begin(), texts.end()});
  EXPECT_EQ(tree.resolve(texts.back(), "missing"), "none");
  EXPECT_EQ(tree.resolve(texts[10], "a"), texts[11]);
}

}  // namespace
}  // namespace cordon::inventory::npm
