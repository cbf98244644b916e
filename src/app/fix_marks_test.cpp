#include "app/fix_marks.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using change::NeededFor;
using model::EdgeKind;

// The project asks for the first component of each edge {3, ...}; node 3 is the root.
model::Inventory inventory(std::vector<model::Edge> edges, model::RootKind kind = model::RootKind::project) {
  model::Inventory out;
  out.path = "lock";
  for (const char* name : {"a", "b", "c"}) {
    model::Component& component = out.components.emplace_back();
    component.id = std::string("lock#node_modules/") + name;
    component.name = name;
    component.version = "1.0.0";
  }
  model::Root& root = out.roots.emplace_back();
  root.id = "lock#";
  root.kind = kind;
  out.edges = std::move(edges);
  return out;
}

TEST(FixMarks, CountsWaysAsNpmDoes) {
  const auto dev = needed_for(inventory({{3, 0, EdgeKind::development, "*"}, {0, 1, EdgeKind::runtime, "*"}}));
  EXPECT_EQ(dev[0], (NeededFor{true, false, false, false, true}));
  EXPECT_EQ(dev[1], (NeededFor{true, false, false, false, true}));
  EXPECT_EQ(dev[2], std::nullopt);  // nothing needs it
  const auto both = needed_for(inventory({{3, 0, EdgeKind::development, "*"},
                                          {3, 1, EdgeKind::optional, "*"},
                                          {0, 2, EdgeKind::runtime, "*"},
                                          {1, 2, EdgeKind::runtime, "*"}}));
  EXPECT_EQ(both[2], (NeededFor{false, false, true, false, true}));
  const auto runtime = needed_for(inventory({{3, 0, EdgeKind::development, "*"},
                                             {3, 1, EdgeKind::runtime, "*"},
                                             {0, 2, EdgeKind::runtime, "*"},
                                             {1, 2, EdgeKind::runtime, "*"}}));
  EXPECT_EQ(runtime[2], (NeededFor{false, false, false, false, true}));
  const auto peer = needed_for(inventory({{3, 0, EdgeKind::runtime, "*"}, {0, 1, EdgeKind::peer, "*"}}));
  EXPECT_EQ(peer[1], (NeededFor{false, false, false, true, false}));
}

TEST(FixMarks, GoesByTheMarksOfTheFileWhereNobodyKnowsWhatIsAskedFor) {
  model::Inventory lock =
      inventory({{3, 0, EdgeKind::runtime, ""}, {0, 1, EdgeKind::runtime, "*"}}, model::RootKind::inferred);
  lock.components[0].scope = model::Scope::development;
  EXPECT_EQ(needed_for(lock)[1], (NeededFor{true, false, false, false, true}));
}

TEST(FixMarks, SeesThroughWhatVersion1MakesOfAMark) {
  model::Inventory lock = inventory({{3, 0, EdgeKind::development, "*"}, {3, 1, EdgeKind::runtime, "*"}});
  lock.format = "package-lock v1";
  lock.unresolved = {{1, "a", "*", EdgeKind::development}};
  EXPECT_FALSE(needed_for(lock)[0]->development);
  lock.format = "package-lock v3";
  EXPECT_TRUE(needed_for(lock)[0]->development);
}

TEST(FixMarks, TellsWhatChangedAndWhatIsNew) {
  const model::Inventory before = inventory({{3, 0, EdgeKind::development, "*"}, {3, 1, EdgeKind::runtime, "*"}});
  model::Inventory after = before;
  after.edges.push_back({1, 0, EdgeKind::runtime, "*"});
  auto marks = marks_of(before, after);
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_EQ(marks[0].instance, "node_modules/a");
  EXPECT_FALSE(marks[0].needed_for.development);
  after = before;
  after.components[2].id = "lock#node_modules/new";
  after.edges.push_back({0, 2, EdgeKind::runtime, "*"});
  marks = marks_of(before, after);
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_TRUE(marks[0].needed_for.development);
  EXPECT_TRUE(marks_of(before, before).empty());
}

}  // namespace
}  // namespace cordon::app
