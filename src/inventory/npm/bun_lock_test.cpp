#include "inventory/npm/bun_lock.h"

#include <gtest/gtest.h>

#include <set>

#include "inventory/npm/bun_resolution.h"

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;
using model::Origin;

class BunLock : public ::testing::Test {
 protected:
  BunLock() {
    context_.display_path = "bun.lock";
    context_.registries = &registries_;
    context_.client = &client_;
  }
  model::Inventory read(std::string text) {
    auto inventory = read_bun_lock(std::move(text), context_);
    EXPECT_TRUE(inventory) << inventory.error().describe();
    return inventory ? std::move(*inventory) : model::Inventory();
  }
  // Edges as "from > to", without the path.
  static std::vector<std::string> edges(const model::Inventory& inventory) {
    std::vector<std::string> out;
    for (const model::Edge& edge : inventory.edges)
      out.push_back(inventory.node_id(edge.from).substr(9) + " > " + inventory.node_id(edge.to).substr(9));
    return out;
  }
  model::Registries registries_;
  ClientConfig client_;
  ReadContext context_;
};

constexpr const char* kLock = R"({
  "lockfileVersion": 1,
  "workspaces": {
    "": {"name": "app", "dependencies": {"a": "^1.0.0"}, "devDependencies": {"one": "workspace:*"}},
    "packages/one": {"name": "one", "version": "2.0.0", "dependencies": {"b": "^2"}, "peerDependencies": {"p": "*"},
      "optionalPeers": ["p"]},
  },
  "packages": {
    "a": ["a@1.0.0", "", {"dependencies": {"b": "^1"}}, "sha512-AA=="],
    "b": ["b@1.0.0", "https://registry.example.test/b/-/b-1.0.0.tgz", {}, "sha512-BB=="],
    "one": ["one@workspace:packages/one"],
    "one/b": ["b@2.0.0", "", {}, "sha512-CC=="], // its own
  },
}
)";

TEST_F(BunLock, ReadsPackagesAndWorkspaces) {
  const model::Inventory inventory = read(kLock);
  EXPECT_EQ(inventory.format, "bun.lock 1");
  ASSERT_EQ(inventory.components.size(), 3u);
  EXPECT_EQ(inventory.components[0].purl, "pkg:npm/a@1.0.0");
  EXPECT_EQ(inventory.components[1].resolved, "https://registry.example.test/b/-/b-1.0.0.tgz");
  EXPECT_EQ(inventory.components[2].id, "bun.lock#one/b");
  EXPECT_EQ(inventory.components[2].place.line, 12u);
  ASSERT_EQ(inventory.roots.size(), 2u);
  EXPECT_EQ(inventory.roots[1].id, "bun.lock#workspace:packages/one");
  EXPECT_EQ(inventory.roots[1].version, "2.0.0");
  EXPECT_TRUE(inventory.unread.empty());
}

TEST_F(BunLock, TheNearestPackageUpwardsAnswers) {
  const model::Inventory inventory = read(kLock);
  EXPECT_EQ(edges(inventory),
            (std::vector<std::string>{"a > b", " > a", " > workspace:packages/one", "workspace:packages/one > one/b"}));
  ASSERT_EQ(inventory.unresolved.size(), 1u);
  EXPECT_EQ(inventory.unresolved[0].kind, EdgeKind::peer_optional);
}

TEST_F(BunLock, TellsSourcesApart) {
  const model::Inventory inventory = read(R"({"lockfileVersion": 1, "workspaces": {"": {}}, "packages": {
    "g": ["g@github:u/r#0123456", {}, "u-r-0123456"], "h": ["h@https://files.example.test/h.tgz", {}, "sha512-AA=="],
    "f": ["f@file:../f", {}], "l": ["l@link:l", {}], "t": ["t@./t.tgz", {}],
    "alias": ["real@1.0.0", "", {}, "sha512-BB=="], "p": ["p@1.0.0", "", {}, "sha512-CC=="]},
    "patchedDependencies": {"p@1.0.0": "patches/p.patch"}})");
  std::vector<Origin> origins;
  for (const model::Component& component : inventory.components) origins.push_back(component.origin);
  EXPECT_EQ(origins, (std::vector<Origin>{Origin::git, Origin::http, Origin::file, Origin::link, Origin::file,
                                          Origin::registry, Origin::patch}));
  EXPECT_EQ(inventory.components[5].name, "real");
  EXPECT_EQ(inventory.components[5].alias, "alias");
  EXPECT_EQ(inventory.components[1].integrity, std::vector<std::string>{"sha512-AA=="});
  EXPECT_TRUE(inventory.components[0].integrity.empty()) << "a tag is no digest";
}

TEST_F(BunLock, OverridesKeepTheirPath) {
  const model::Inventory inventory = read(
      R"({"lockfileVersion": 3, "workspaces": {"": {}}, "overrides": {"a": "1", "b": {".": "2", "c": "3", "d": 4}}})");
  std::vector<std::string> rules;
  for (const model::Override& rule : inventory.overrides) rules.push_back(rule.pattern + " = " + rule.replacement);
  EXPECT_EQ(rules, (std::vector<std::string>{"a = 1", "b = 2", "b > c = 3"}));
  EXPECT_EQ(inventory.unread.size(), 1u);
}

TEST_F(BunLock, WhatIsNoPackageIsSaid) {
  const model::Inventory inventory = read(R"({"lockfileVersion": 1, "workspaces": {"": {}}, "packages": {
    "a": [], "b": [1], "c": ["c"], "d": ["@1.0.0"], "e": ["e@latest"], "f": {}, "g": ["gone@workspace:gone"],
    "h": ["h@1.0.0"]}})");
  EXPECT_EQ(inventory.components.size(), 1u);
  EXPECT_EQ(inventory.unread.size(), 8u) << "h has no list of what it depends on";
}

TEST_F(BunLock, NoKeyTakesTheIdOfARoot) {
  const model::Inventory inventory = read(R"({"lockfileVersion": 1, "workspaces": {"": {}, "w": {"name": "w"}},
    "packages": {"": ["a@1.0.0", "", {}, ""], "workspace:w": ["b@1.0.0", "", {}, ""],
                 "packages:workspace:w": ["c@1.0.0", "", {}, ""]}})");
  std::set<std::string> ids;
  for (std::uint32_t node = 0; node < inventory.node_count(); ++node) ids.insert(inventory.node_id(node));
  EXPECT_EQ(ids.size(), 5u);
  EXPECT_FALSE(inventory.components[0].alias) << "an empty key is no alias";
}

TEST_F(BunLock, FailsWithACode) {
  const auto code = [&](std::string text) { return read_bun_lock(std::move(text), context_).error().code; };
  EXPECT_EQ(code("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(code("{}"), ErrorCode::missing_field);
  EXPECT_EQ(code(R"({"lockfileVersion": "x"})"), ErrorCode::wrong_type);
  EXPECT_EQ(code(R"({"lockfileVersion": 4})"), ErrorCode::unsupported_version);
  EXPECT_EQ(code(R"({"lockfileVersion": 1)"), ErrorCode::truncated);
}

TEST(BunKey, NamesAPlaceInTheTree) {
  const auto key = split_bun_key("@s/a/@s/b");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->scope, "@s/a");
  EXPECT_EQ(key->name, "@s/b");
  for (const char* text : {"", "/", "a/", "a//b", "@s", "a/@s"}) EXPECT_FALSE(split_bun_key(text)) << text;
}

}  // namespace
}  // namespace cordon::inventory::npm
