#include "app/name_ways.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::Inventory inventory(const std::vector<std::string>& names,
                           const std::vector<std::pair<std::uint32_t, std::uint32_t>>& edges) {
  model::Inventory out;
  for (const std::string& name : names) out.components.emplace_back().name = name;
  out.roots.emplace_back().kind = model::RootKind::project;
  for (const auto& [from, to] : edges) out.edges.push_back({from, to, model::EdgeKind::runtime, "*"});
  return out;
}

TEST(NameWays, TheShortestTextCountsNotTheFewestSteps) {
  // root -> a-very-long-name -> x, root -> b -> c -> x
  const auto tree = inventory({"a-very-long-name", "b", "c", "x"}, {{4, 0}, {4, 1}, {1, 2}, {0, 3}, {2, 3}});
  const NameWays ways(tree);
  EXPECT_EQ(ways.way_to(3), "b>c>x");
  EXPECT_EQ(ways.way_to(0), "a-very-long-name");
}

TEST(NameWays, OfEquallyLongOnesTheFirstInOrder) {
  const auto tree = inventory({"bb", "aa", "x"}, {{3, 0}, {3, 1}, {0, 2}, {1, 2}});
  EXPECT_EQ(NameWays(tree).way_to(2), "aa>x");
}

TEST(NameWays, AliasesAreTheNamesThatCountAndWhatIsNotReachedHasNone) {
  auto tree = inventory({"a", "b"}, {{2, 0}});
  tree.components[0].alias = "other";
  const NameWays ways(tree);
  EXPECT_EQ(ways.way_to(0), "other");
  EXPECT_EQ(ways.way_to(1), "");
}

TEST(NameWays, CyclesAndNoRootEnd) {
  auto tree = inventory({"a", "b"}, {{2, 0}, {0, 1}, {1, 0}});
  EXPECT_EQ(NameWays(tree).way_to(1), "a>b");
  tree.roots.clear();
  tree.edges = {{0, 1, model::EdgeKind::runtime, ""}};
  EXPECT_EQ(NameWays(tree).way_to(1), "");
}

}  // namespace
}  // namespace cordon::app
