#include "inventory/npm/yarn_project.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using model::Scope;

model::Inventory graph(std::size_t components, std::size_t roots,
                       std::vector<std::tuple<std::uint32_t, std::uint32_t, EdgeKind>> edges) {
  model::Inventory inventory;
  inventory.path = "yarn.lock";
  inventory.components.resize(components);
  for (std::size_t i = 0; i < components; ++i)
    inventory.components[i].name = std::string(1, static_cast<char>('a' + i));
  inventory.roots.resize(roots);
  for (const auto& [from, to, kind] : edges) inventory.edges.push_back({from, to, kind, ""});
  return inventory;
}

std::vector<std::string> declared(const model::Inventory& inventory) {
  std::vector<std::string> out;
  for (const model::Declared& one : inventory.roots.back().declared) out.push_back(one.name + one.range);
  return out;
}

using Words = std::vector<std::string>;
constexpr EdgeKind kRuntime = EdgeKind::runtime;

TEST(YarnProject, ReadsARoot) {
  const auto document = json::parse(R"({"name":"a","version":"1.0.0",
 "dependencies":{"x":"1","o":"1"},"devDependencies":{"x":"2","bad":5},"optionalDependencies":{"o":"2"},"peerDependencies":{"p":"1"}})");
  ASSERT_TRUE(document);
  std::vector<model::FileUnread> unread;
  const model::Root root = yarn_root(document->root(), "w/package.json", "w", "yarn.lock", unread);
  EXPECT_EQ(root.id, "yarn.lock#w");
  EXPECT_EQ(root.kind, model::RootKind::workspace);
  ASSERT_EQ(root.declared.size(), 4u);
  EXPECT_EQ(root.declared[0].range, "1");
  EXPECT_EQ(root.declared[1].kind, EdgeKind::development);
  EXPECT_EQ(root.declared[1].range, "2");
  EXPECT_EQ(root.declared[2].name, "bad");
  EXPECT_EQ(root.declared[3].kind, EdgeKind::optional);
  ASSERT_EQ(unread.size(), 1u);
  EXPECT_EQ(unread[0].path, "w/package.json");
  EXPECT_EQ(unread[0].line, 2u);
  EXPECT_TRUE(unread[0].incomplete);
}

TEST(YarnProject, ListsThatAreNoneAreIncomplete) {
  const auto document = json::parse(R"({"dependencies":["a"],"devDependencies":null,"resolutions":"a"})");
  ASSERT_TRUE(document);
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(yarn_root(document->root(), "package.json", "", "yarn.lock", unread).kind, model::RootKind::project);
  EXPECT_TRUE(yarn_resolutions(document->root(), "package.json", unread).empty());
  EXPECT_EQ(unread.size(), 2u);
}

TEST(YarnProject, InfersWhatNothingRequires) {
  model::Inventory inventory = graph(4, 0, {{0, 1, kRuntime}, {2, 2, kRuntime}, {2, 3, kRuntime}});
  const std::string_view ranges[] = {"@1", "@2", "@3", "@4"};
  add_inferred_root(inventory, ranges);
  EXPECT_EQ(declared(inventory), (Words{"a@1", "c@3"}));  // c requires only itself
  EXPECT_EQ(inventory.edges.back().from, 4u);
  EXPECT_EQ(inventory.edges.back().to, 2u);
}

TEST(YarnProject, InfersOneOfEveryCircle) {
  model::Inventory inventory = graph(4, 0, {{0, 1, kRuntime}, {1, 0, kRuntime}, {1, 2, kRuntime}, {3, 2, kRuntime}});
  const std::string_view ranges[] = {"", "", "", ""};
  add_inferred_root(inventory, ranges);
  EXPECT_EQ(declared(inventory), (Words{"d", "a"}));
}

TEST(YarnProject, InfersNothingWhereOtherRootsReachAll) {
  model::Inventory inventory = graph(1, 1, {{1, 0, kRuntime}});
  const std::string_view ranges[] = {""};
  add_inferred_root(inventory, ranges);
  EXPECT_EQ(inventory.roots.size(), 1u);
}

TEST(YarnProject, WhatOnlyARootOfUnknownListsNeedsHasAnUnknownScope) {
  // Roots 4 (known) and 5 (not): a by both, b by the known one for development and by the other, c by the other alone,
  // d by the known one for development.
  model::Inventory inventory = graph(4, 2,
                                     {{4, 0, kRuntime},
                                      {4, 1, EdgeKind::development},
                                      {4, 3, EdgeKind::development},
                                      {5, 0, kRuntime},
                                      {5, 1, kRuntime},
                                      {5, 2, kRuntime}});
  compute_yarn_scopes(inventory, {true, false});
  EXPECT_EQ(inventory.components[0].scope, Scope::runtime);
  EXPECT_EQ(inventory.components[1].scope, Scope::unknown);
  EXPECT_EQ(inventory.components[2].scope, Scope::unknown);
  EXPECT_EQ(inventory.components[3].scope, Scope::development);
  EXPECT_EQ(inventory.edges.size(), 6u);
  ASSERT_EQ(inventory.unread.size(), 1u);
  EXPECT_EQ(inventory.unread[0].code, "development_unknown");
  EXPECT_FALSE(inventory.unread[0].incomplete);
}

TEST(YarnProject, KnownListsLeaveNothingUnsaid) {
  model::Inventory inventory = graph(1, 1, {{1, 0, EdgeKind::development}});
  compute_yarn_scopes(inventory, {true});
  EXPECT_EQ(inventory.components[0].scope, Scope::development);
  EXPECT_TRUE(inventory.unread.empty());
}

}  // namespace
}  // namespace cordon::inventory::npm
