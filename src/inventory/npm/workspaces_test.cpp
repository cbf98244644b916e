#include "inventory/npm/workspaces.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "inventory/npm/scratch_tree_test.h"

namespace cordon::inventory::npm {
namespace {

using Words = std::vector<std::string>;

class Workspaces : public ::testing::Test {
 protected:
  WorkspacePatterns patterns(std::string declaration) {
    document_ = json::parse(std::move(declaration)).value();
    return WorkspacePatterns(document_.root(), "package.json", unread_);
  }
  // "name location" of what is found in the tree.
  Words found(std::string declaration) {
    ReadContext context;
    context.display_path = "package-lock.json";
    context.tree = tree_ ? tree_.get() : &memory_;
    ProjectFiles files(context, false);
    Words out;
    for (const Workspace& each : find_workspaces(patterns(std::move(declaration)), files, unread_))
      out.push_back(each.name + " " + each.location);
    return out;
  }

  Document document_;
  std::vector<model::FileUnread> unread_;
  MemoryTree memory_{{{"packages/a/package.json", R"({"name": "@s/a"})"},
                      {"packages/b/package.json", "{}"},
                      {"packages/b/deep/c/package.json", R"({"name": "c"})"},
                      {"packages/no-manifest/index.js", ""},
                      {"packages/node_modules/x/package.json", R"({"name": "x"})"},
                      {"packages/.hidden/package.json", R"({"name": "hidden"})"}}};
  std::unique_ptr<FileTree> tree_;
};

TEST_F(Workspaces, AreTheFoldersOfThePatternsThatHaveAPackageJson) {
  EXPECT_EQ(found(R"(["packages/*"])"), (Words{"@s/a packages/a", "b packages/b"}));
  EXPECT_EQ(found(R"({"packages": ["./packages/a/"]})"), Words{"@s/a packages/a"});
  EXPECT_EQ(found(R"(["packages/**"])"), (Words{"@s/a packages/a", "b packages/b", "c packages/b/deep/c"}));
  EXPECT_EQ(found(R"(["/packages/b", "gone", "gone/*"])"), Words{"b packages/b"});
  EXPECT_TRUE(unread_.empty());
}

TEST_F(Workspaces, ExclusionsAndTheirReturn) {
  EXPECT_EQ(found(R"(["packages/*", "!packages/a"])"), Words{"b packages/b"});
  // What npm does: a pattern takes every earlier exclusion back that would have kept it out, as a whole.
  EXPECT_EQ(found(R"(["packages/*", "!packages/*", "packages/a"])"), (Words{"@s/a packages/a", "b packages/b"}));
  EXPECT_EQ(found(R"(["packages/*", "!!packages/b"])"), (Words{"@s/a packages/a", "b packages/b"}));
}

TEST_F(Workspaces, NothingInsideNodeModulesIsOne) {
  EXPECT_EQ(found(R"(["packages/node_modules/x", "packages/node_modules/*"])"), Words{});
  const auto all = patterns(R"(["**"])");
  EXPECT_TRUE(all.includes("a/b"));
  for (const char* inside : {"node_modules", "node_modules/a", "a/node_modules/b"})
    EXPECT_FALSE(all.includes(inside)) << inside;
}

TEST_F(Workspaces, WhatIsNoPatternIsUnreadAndIncomplete) {
  patterns(R"x(["a", 1, "@(b)"])x");
  patterns(R"("packages/*")");
  patterns(R"({"packages": 1})");
  Words codes;
  for (const auto& note : unread_) codes.push_back(note.code + (note.incomplete ? "!" : ""));
  EXPECT_EQ(codes, (Words{"wrong_type!", "unsupported_format!", "wrong_type!", "wrong_type!"}));
  unread_.clear();
  EXPECT_TRUE(patterns("null").empty());
  EXPECT_TRUE(patterns("[]").empty());
  EXPECT_TRUE(unread_.empty());
}

TEST_F(Workspaces, LinksAreFollowedOneLevelAndNeverRoundInCircles) {
  ScratchTree scratch;
  scratch.package("real/a", "a", "1.0.0")
      .folder("packages")
      .link("packages/a", "../real/a")
      .link("packages/loop", "..");
  tree_ = scratch.open();
  EXPECT_EQ(found(R"(["packages/*"])"), Words{"a packages/a"});
  EXPECT_EQ(found(R"(["**"])"), Words{"a real/a"});
}

TEST_F(Workspaces, AreFoundByTheEntriesOfALockfileThatStandsAlone) {
  const Document lock = json::parse(R"({"packages/a": {"name": "@s/a"}, "packages/b": {}, "node_modules/c": {},
                                        "node_modules/a": {"resolved": "packages/a", "link": true}})")
                            .value();
  const LockEntries entries = read_packages(lock.root(), "package-lock.json");
  Words out;
  for (const Workspace& each : locked_workspaces(patterns(R"(["packages/*"])"), entries))
    out.push_back(each.name + " " + each.location);
  EXPECT_EQ(out, (Words{"@s/a packages/a", "b packages/b"}));
}

}  // namespace
}  // namespace cordon::inventory::npm
