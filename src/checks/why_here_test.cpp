#include "checks/why_here.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::package;

// Components a, b, bad, bad (0 to 3) and two roots (4 unnamed, 5 "tool").
model::Inventory graph(std::vector<std::pair<std::uint32_t, std::uint32_t>> edges) {
  model::Inventory out = testing::lockfile(
      {package("a", "1.0.0"), package("b", "1.0.0"), package("bad", "1.0.0"), package("bad", "1.0.0")});
  model::Root tool;
  tool.name = "tool";
  tool.version = "3.0.0";
  out.roots.push_back(tool);
  out.edges.clear();
  for (const auto& [from, to] : edges) out.edges.push_back({from, to, model::EdgeKind::runtime, "*"});
  return out;
}

model::FindingInput explain(const model::Inventory& inventory, std::vector<std::uint32_t> instances) {
  model::Graph graph(inventory);
  model::FindingInput out;
  explain_presence(inventory, graph, instances, out);
  return out;
}

using Paths = std::vector<std::vector<std::string>>;

TEST(WhyHere, EachRootGetsItsShortestPathAndAnUnnamedOneIsLeftOut) {
  const auto why = explain(graph({{4, 0}, {0, 1}, {1, 2}, {4, 1}, {5, 2}}), {2});
  EXPECT_EQ(why.paths, (Paths{{"pkg:npm/b@1.0.0", "pkg:npm/bad@1.0.0"}, {"pkg:npm/tool@3.0.0", "pkg:npm/bad@1.0.0"}}));
}

TEST(WhyHere, ARootIsOfItsEcosystem) {
  model::Inventory crates = graph({{5, 2}});
  crates.ecosystem = "crates";
  EXPECT_EQ(explain(crates, {2}).paths, (Paths{{"pkg:cargo/tool@3.0.0", "pkg:npm/bad@1.0.0"}}));
  crates.ecosystem = "github-actions";  // a workflow is named as it likes
  EXPECT_EQ(explain(crates, {2}).paths, (Paths{{"pkg:npm/bad@1.0.0"}}));
}

TEST(WhyHere, TheShortestPathOverAllInstancesCounts) {
  const auto why = explain(graph({{4, 0}, {0, 2}, {4, 3}}), {2, 3});
  EXPECT_EQ(why.paths, (Paths{{"pkg:npm/bad@1.0.0"}}));
}

TEST(WhyHere, TheDominatorIsNamedWhereItIsTheSameForAllInstances) {
  EXPECT_EQ(explain(graph({{4, 0}, {0, 2}, {0, 1}, {1, 3}}), {2, 3}).dominator, "pkg:npm/a@1.0.0");
  EXPECT_FALSE(explain(graph({{4, 0}, {0, 2}, {4, 1}, {1, 3}}), {2, 3}).dominator);
}

TEST(WhyHere, WhatNoRootReachesHasNoPath) {
  const auto why = explain(graph({{0, 2}}), {2});
  EXPECT_TRUE(why.paths.empty());
  EXPECT_FALSE(why.dominator);
}

}  // namespace
}  // namespace cordon::checks
