#include "inventory/conflicts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "inventory/npm/package_lock.h"

namespace cordon::inventory {
namespace {

TEST(Conflicts, OrdinaryTextHasNone) {
  EXPECT_FALSE(split_conflicts(""));
  EXPECT_FALSE(split_conflicts("a\n<<<<<< six\n"));
  EXPECT_FALSE(split_conflicts("text with <<<<<<< inside a line\n"));
  EXPECT_FALSE(split_conflicts("=======\n"));
}

TEST(Conflicts, EachSideKeepsItsLinesWhereTheyWere) {
  const std::string text = "1\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n7\n";
  const auto sides = split_conflicts(text);
  ASSERT_TRUE(sides);
  EXPECT_EQ(sides->ours, "1\n            \nours\n       \n      \n              \n7\n");
  EXPECT_EQ(sides->theirs, "1\n            \n    \n       \ntheirs\n              \n7\n");
  EXPECT_EQ(sides->lines, std::vector<std::uint32_t>{2});
}

TEST(Conflicts, TheBaseOfDiff3BelongsToNeither) {
  const auto sides = split_conflicts("<<<<<<< a\r\nx\r\n||||||| base\r\ny\r\n=======\r\nz\r\n>>>>>>> b\r\n");
  ASSERT_TRUE(sides);
  EXPECT_EQ(sides->ours.find('y'), std::string::npos);
  EXPECT_EQ(sides->theirs.find('y'), std::string::npos);
  EXPECT_NE(sides->ours.find('x'), std::string::npos);
  EXPECT_NE(sides->theirs.find('z'), std::string::npos);
}

TEST(Conflicts, AnUnclosedConflictReachesToTheEnd) {
  const auto sides = split_conflicts("<<<<<<< a\nx\n=======\nz\n");
  ASSERT_TRUE(sides);
  EXPECT_EQ(sides->ours.find('z'), std::string::npos);
  EXPECT_NE(sides->theirs.find('z'), std::string::npos);
}

class ReadWithConflicts : public ::testing::Test {
 protected:
  ReadWithConflicts() {
    context_.display_path = "package-lock.json";
    context_.registries = &registries_;
    context_.client = &client_;
  }
  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

constexpr const char* kConflict = R"({
  "name": "x", "lockfileVersion": 3,
  "packages": {
    "": {"name": "x", "dependencies": {"axios": "^1.0.0"}},
<<<<<<< HEAD
    "node_modules/axios": {"version": "1.14.0"}
=======
    "node_modules/axios": {"version": "1.14.1"},
    "node_modules/plain-crypto-js": {"version": "4.2.1"}
>>>>>>> upgrade
  }
}
)";

TEST_F(ReadWithConflicts, BothSidesAreInTheInventory) {
  const auto inventory = read_with_conflicts(npm::read_package_lock, kConflict, context_);
  ASSERT_TRUE(inventory) << inventory.error().describe();
  std::vector<std::string> seen;
  for (const model::Component& component : inventory->components)
    seen.push_back(component.id + " " + component.version + " " + std::to_string(component.place.line));
  EXPECT_EQ(seen, (std::vector<std::string>{"package-lock.json#node_modules/axios 1.14.0 6",
                                            "package-lock.json#node_modules/axios~theirs 1.14.1 8",
                                            "package-lock.json#node_modules/plain-crypto-js 4.2.1 9"}));
  ASSERT_EQ(inventory->conflicts.size(), 1u);
  EXPECT_EQ(inventory->conflicts.front().line, 5u);
  // The root asks for both.
  EXPECT_EQ(inventory->edges.size(), 2u);
  for (const model::Edge& edge : inventory->edges) EXPECT_TRUE(inventory->is_root(edge.from));
}

TEST_F(ReadWithConflicts, IdsStayUniqueAndEdgesStayInOrder) {
  const auto inventory = read_with_conflicts(npm::read_package_lock, R"({"lockfileVersion": 3, "packages": {
    "node_modules/b": {"version": "1.0.0", "dependencies": {"a": "1"}},
<<<<<<< HEAD
    "node_modules/a": {"version": "1.0.0"},
    "node_modules/a~theirs": {"version": "1.0.0"},
=======
    "node_modules/a": {"version": "2.0.0"},
    "node_modules/a~theirs~theirs": {"version": "1.0.0"},
    "node_modules/a": {"version": "2.0.0", "dependencies": {"gone": "1"}},
>>>>>>> other
    "": {"dependencies": {"b": "1"}}
  }})",
                                             context_);
  ASSERT_TRUE(inventory) << inventory.error().describe();
  std::set<std::string> ids;
  for (const model::Component& component : inventory->components) ids.insert(component.id);
  EXPECT_EQ(ids.size(), 5u);
  EXPECT_TRUE(std::ranges::is_sorted(inventory->edges, {}, &model::Edge::from));
  ASSERT_EQ(inventory->unresolved.size(), 1u) << "of theirs";
  EXPECT_EQ(inventory->node_id(inventory->unresolved[0].from), "package-lock.json#node_modules/a~theirs~theirs~theirs");
  EXPECT_EQ(inventory->duplicates.size(), 1u);
}

TEST_F(ReadWithConflicts, OneBrokenSideDoesNotHideTheOther) {
  std::string text = kConflict;
  text.replace(text.find("{\"version\": \"1.14.0\"}"), 21, "{\"version\": 1.14.0}}}");
  const auto inventory = read_with_conflicts(npm::read_package_lock, text, context_);
  ASSERT_TRUE(inventory);
  EXPECT_EQ(inventory->components.size(), 2u);
  ASSERT_FALSE(inventory->unread.empty());
  EXPECT_EQ(inventory->unread.back().code, "conflict_markers");
  EXPECT_TRUE(inventory->unread.back().incomplete);
}

TEST_F(ReadWithConflicts, TwoBrokenSidesAreAnError) {
  const auto inventory = read_with_conflicts(npm::read_package_lock, "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", context_);
  ASSERT_FALSE(inventory);
  EXPECT_EQ(inventory.error().code, ErrorCode::conflict_markers);
}

}  // namespace
}  // namespace cordon::inventory
