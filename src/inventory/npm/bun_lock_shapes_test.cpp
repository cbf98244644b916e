#include "inventory/npm/bun_lock.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

using model::Origin;
using model::Scope;
using testing::codes;
using testing::edges;
using testing::find;
using testing::ids;
using testing::incomplete;
using testing::Words;

Result<model::Inventory> try_read(std::string text) {
  const testing::Project project;
  return read_bun_lock(std::move(text), project.context());
}
model::Inventory read(std::string text) {
  auto inventory = try_read(std::move(text));
  EXPECT_TRUE(inventory) << inventory.error().describe();
  return inventory ? std::move(*inventory) : model::Inventory();
}

TEST(BunLockShapes, ReadsCommentsTrailingCommasAndEverySource) {
  const auto inventory = read(R"({
  "lockfileVersion": 1, // written by bun
  "workspaces": {"": {"name": "p", "dependencies": {"a": "^1", "g": "u/r", "h": "https://example.test/h.tgz"}}},
  "packages": {
    "a": ["a@1.0.0", "", {"dependencies": {"b": "2"}}, "sha512-AA=="],
    "b": ["b@2.0.0", "", {}, "sha512-BB=="],
    "g": ["g@github:u/r#0123", {}, "u-r-0123"],
    "h": ["h@https://example.test/h.tgz", {}],
  },
})");
  EXPECT_EQ(inventory.format, "bun.lock 1");
  EXPECT_EQ(ids(inventory), (Words{"a", "b", "g", "h"}));
  EXPECT_EQ(edges(inventory), (Words{"a > b runtime 2", " > a runtime ^1", " > g runtime u/r",
                                     " > h runtime https://example.test/h.tgz"}));
  EXPECT_EQ(find(inventory, "a")->integrity, Words{"sha512-AA=="});
  EXPECT_EQ(find(inventory, "a")->place.line, 5u);
  EXPECT_EQ(find(inventory, "g")->origin, Origin::git);
  EXPECT_EQ(find(inventory, "h")->origin, Origin::http);
  EXPECT_EQ(incomplete(inventory), Words{});
}

TEST(BunLockShapes, AReleaseThatLiesAtNoAddressIsStillThatReleaseAndSaid) {
  const auto inventory = read(R"({"lockfileVersion": 1, "workspaces": {"": {"name": "p"}},
    "packages": {"a": ["a@1.0.0", "file:x", {}, ""], "b": ["b@1.0.0", "link:x", {}, ""]}})");
  for (const char* key : {"a", "b"}) {
    EXPECT_EQ(find(inventory, key)->origin, Origin::registry);
    EXPECT_EQ(find(inventory, key)->registry.class_, model::RegistryClass::public_);
  }
  EXPECT_EQ(incomplete(inventory), (Words{"invalid_value 2", "invalid_value 2"}));
}

TEST(BunLockShapes, WorkspacesAreRootsAndTheirPackagesStandBelowThem) {
  const auto inventory = read(R"({"lockfileVersion": 1,
    "workspaces": {"": {"name": "p", "devDependencies": {"w": "workspace:*"}},
                   "packages/w": {"name": "w", "version": "3.0.0", "dependencies": {"a": "1"}}},
    "packages": {"w": ["w@workspace:packages/w"], "a": ["a@2.0.0", "", {}, ""], "w/a": ["a@1.0.0", "", {}, ""]}})");
  EXPECT_EQ(inventory.roots.size(), 2u);
  EXPECT_EQ(edges(inventory),
            (Words{" > workspace:packages/w development workspace:*", "workspace:packages/w > w/a runtime 1"}));
  EXPECT_EQ(find(inventory, "w/a")->scope, Scope::runtime);
  EXPECT_EQ(find(inventory, "a")->scope, Scope::unknown);
}

TEST(BunLockShapes, AProjectThatIsNoObjectStillHasAPlace) {
  const auto inventory = read(R"({"lockfileVersion": 1, "workspaces": {"": []}, "packages": {}})");
  EXPECT_EQ(inventory.roots.front().place.path, inventory.path);
  EXPECT_EQ(codes(inventory), Words{"wrong_type"});
}

TEST(BunLockShapes, AliasesAndPatchesKeepTheRealName) {
  const auto inventory = read(R"({"lockfileVersion": 1,
    "workspaces": {"": {"dependencies": {"nick": "npm:real@1.0.0"}}},
    "patchedDependencies": {"real@1.0.0": "patches/real.patch"},
    "packages": {"nick": ["real@1.0.0", "", {}, ""]}})");
  const auto& component = inventory.components.at(0);
  EXPECT_EQ(component.name, "real");
  EXPECT_EQ(component.alias, "nick");
  EXPECT_EQ(component.origin, Origin::patch);
}

TEST(BunLockShapes, MissingDependenciesAreUnresolvedOptionalOnesToo) {
  const auto inventory = read(R"({"lockfileVersion": 1,
    "workspaces": {"": {"optionalDependencies": {"o": "1"}, "peerDependencies": {"p": "1", "q": "1"},
                        "optionalPeers": ["q"]}}, "packages": {}})");
  EXPECT_EQ(testing::unresolved(inventory), (Words{" > o optional 1", " > p peer 1", " > q peer_optional 1"}));
}

TEST(BunLockShapes, OverridesAreReadWithThoseBelowAName) {
  const auto inventory = read(R"({"lockfileVersion": 3, "workspaces": {"": {}}, "packages": {},
    "overrides": {"a": "1.0.0", "b": {".": "2.0.0", "c": "3.0.0", "d": 4}}})");
  Words rules;
  for (const auto& rule : inventory.overrides) rules.push_back(rule.pattern + " = " + rule.replacement);
  EXPECT_EQ(rules, (Words{"a = 1.0.0", "b = 2.0.0", "b > c = 3.0.0"}));
  EXPECT_EQ(codes(inventory), Words{"wrong_type"});
}

TEST(BunLockShapes, WhatMeansNothingIsUnreadEntryByEntry) {
  const auto inventory = read(R"({"lockfileVersion": 1,
"workspaces": {"": {"dependencies": {"a": 1}}, "w": [], "x": {"name": "x/y"}},
"packages": {
"a": ["a@1.0.0"],
"b": {},
"c": ["c@nonsense"],
"d//e": ["e@1.0.0", "", {}, ""],
"f": ["f@workspace:nowhere"]}})");
  EXPECT_EQ(incomplete(inventory), (Words{"wrong_type 2", "wrong_type 2", "invalid_value 2", "missing_field 4",
                                          "wrong_type 5", "invalid_value 6", "invalid_value 7", "not_found 8"}));
  EXPECT_EQ(ids(inventory), (Words{"a", "d//e"})) << "bun would have to install it, wherever that is";
}

TEST(BunLockShapes, FailsWhereTheFileAsAWholeMeansNothing) {
  const std::pair<const char*, ErrorCode> cases[] = {
      {"", ErrorCode::truncated},
      {"{\"lockfileVersion\": 1", ErrorCode::truncated},
      {"[]", ErrorCode::wrong_type},
      {"{}", ErrorCode::missing_field},
      {"{\"lockfileVersion\": \"1\"}", ErrorCode::wrong_type},
      {"{\"lockfileVersion\": 1.5}", ErrorCode::wrong_type},
      {"{\"lockfileVersion\": 4}", ErrorCode::unsupported_version},
  };
  for (const auto& [text, code] : cases) {
    const auto inventory = try_read(text);
    ASSERT_FALSE(inventory) << text;
    EXPECT_EQ(inventory.error().code, code) << text;
  }
}

TEST(BunLockShapes, WithoutWorkspacesItSaysThatItDoesNotKnowWhatTheProjectAsksFor) {
  EXPECT_EQ(incomplete(read(R"({"lockfileVersion": 1, "packages": {}})")), Words{"missing_field 0"});
  EXPECT_EQ(incomplete(read(R"({"lockfileVersion": 1, "workspaces": {"w": {"name": "w"}}})")),
            Words{"missing_field 1"});
}

}  // namespace
}  // namespace cordon::inventory::npm
