#include "app/fix_edits.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using model::EdgeKind;

// The project asks for tool by `range`; user, which it asks for too, by `other`.
model::Inventory lockfile(const std::string& range, const std::string& other) {
  model::Inventory out;
  out.path = "lock";
  for (const char* name : {"tool", "user"}) {
    model::Component& component = out.components.emplace_back();
    component.id = std::string("lock#node_modules/") + name;
    component.name = name;
    component.version = "1.0.1";
    component.place = {"lock", 7};
  }
  model::Root& root = out.roots.emplace_back();
  root.id = "lock#";
  root.declared = {{"user", "*", EdgeKind::runtime, {}}};
  out.edges = {{1, 0, EdgeKind::runtime, other}, {2, 1, EdgeKind::runtime, "*"}};
  if (!range.empty()) {
    root.declared.push_back({"tool", range, EdgeKind::runtime, {}});
    out.edges.push_back({2, 0, EdgeKind::runtime, range});
  }
  return out;
}

std::vector<Chosen> chosen() {
  Chosen out{{0}, {}};
  out.release.name = "tool";
  out.release.version = "1.0.0";
  return {out};
}

TEST(FixEdits, ReplacesWhereItStands) {
  const FixEdits edits = *edits_for(lockfile("^1.0.0", "*"), LockfileKind::package_lock, chosen());
  ASSERT_EQ(edits.lockfile.replace.size(), 1u);
  EXPECT_EQ(edits.lockfile.replace[0].instance, "node_modules/tool");
  EXPECT_EQ(edits.lockfile.replace[0].line, 7u);
  EXPECT_TRUE(edits.ranges.empty());
  EXPECT_TRUE(edits.forced.empty());
  EXPECT_TRUE(edits.lockfile.roots_known);
}

TEST(FixEdits, ChangesARangeOnlyWhereItDoesNotAdmitTheRelease) {
  const FixEdits edits = *edits_for(lockfile("~1.0.1", "*"), LockfileKind::package_lock, chosen());
  ASSERT_EQ(edits.ranges.at("").size(), 1u);
  EXPECT_EQ(edits.ranges.at("")[0].to, "~1.0.0");
  EXPECT_EQ(edits_for(lockfile("npm:tool@1.0.1", "*"), LockfileKind::yarn_classic, chosen())->ranges.at("")[0].to,
            "npm:tool@1.0.0");
  EXPECT_TRUE(edits_for(lockfile("latest", "*"), LockfileKind::package_lock, chosen())->ranges.empty());
}

TEST(FixEdits, ForcesTheVersionOnOthers) {
  const FixEdits transitive = *edits_for(lockfile("", "^1.0.1"), LockfileKind::package_lock, chosen());
  ASSERT_EQ(transitive.forced.size(), 1u);
  EXPECT_EQ(transitive.forced[0].version, "1.0.0");
  // Not on all that have the name.
  EXPECT_EQ(transitive.forced[0].name, "tool@1.0.1");
  ASSERT_EQ(transitive.rules.size(), 1u);
  EXPECT_EQ(transitive.rules[0].range, "1.0.0");
  const FixEdits direct = *edits_for(lockfile("1.0.0", "^1.0.1"), LockfileKind::package_lock, chosen());
  EXPECT_EQ(direct.forced[0].version, "$tool");
  EXPECT_EQ(direct.rules[0].range, "1.0.0");
}

TEST(FixEdits, ForcesForYarnOnThePackageThatAsks) {
  const FixEdits edits = *edits_for(lockfile("1.0.1", "^1.0.1"), LockfileKind::yarn_classic, chosen());
  EXPECT_EQ(edits.forced_in, change::ForcedIn::resolutions);
  ASSERT_EQ(edits.forced.size(), 1u);
  EXPECT_EQ(edits.forced[0].name, "**/user/tool");
  EXPECT_EQ(edits.rules.at(0).by, "user");
  EXPECT_EQ(edits.lockfile.forced.at(0).name, "tool");
  EXPECT_EQ(edits.ranges.at("").at(0).to, "1.0.0");  // the project's own stays its own
}

TEST(FixEdits, ForcesForPnpmInItsLockfileToo) {
  model::Inventory pnpm = lockfile("~1.0.1", "^1.0.1");
  pnpm.roots[0].id = "lock#importers/.";
  const FixEdits edits = *edits_for(pnpm, LockfileKind::pnpm, chosen());
  EXPECT_EQ(edits.forced_in, change::ForcedIn::pnpm_overrides);
  EXPECT_EQ(edits.forced.at(0).name, "tool@1.0.1");
  EXPECT_EQ(edits.lockfile.forced.at(0).version, "1.0.0");
  // package.json asks for what admits it; the lockfile records what the rule makes of that.
  EXPECT_EQ(edits.ranges.at("").at(0).to, "~1.0.0");
  ASSERT_EQ(edits.lockfile.ranges.size(), 1u);
  EXPECT_EQ(edits.lockfile.ranges[0].from, "~1.0.1");
  EXPECT_EQ(edits.lockfile.ranges[0].to, "1.0.0");
}

TEST(FixEdits, ForcesNothingUnderAnotherName) {
  model::Inventory aliased = lockfile("", "npm:tool@^1.0.1");
  aliased.components[0].alias = "instrument";
  EXPECT_EQ(edits_for(aliased, LockfileKind::package_lock, chosen()).error().code, ErrorCode::refused);
}

TEST(FixEdits, ChangesTheRangeOfAMemberWhereItStands) {
  model::Inventory members = lockfile("", "1.0.1");
  members.components[1].id = "lock#packages/user";
  members.members = {"packages/user"};
  const FixEdits edits = *edits_for(members, LockfileKind::package_lock, chosen());
  EXPECT_TRUE(edits.forced.empty());
  ASSERT_TRUE(edits.ranges.contains("packages/user"));
  EXPECT_EQ(edits.ranges.at("packages/user")[0].to, "1.0.0");
  EXPECT_EQ(edits.lockfile.ranges.at(0).folder, "packages/user");
  EXPECT_EQ(project_folders(members, LockfileKind::package_lock), (std::set<std::string>{"", "packages/user"}));
}

TEST(FixEdits, RefusesWhatACatalogDecides) {
  EXPECT_EQ(edits_for(lockfile("catalog:", "*"), LockfileKind::pnpm, chosen()).error().code, ErrorCode::refused);
}

TEST(FixEdits, RefusesWhatTheProjectForcesOtherwise) {
  for (const char* pattern : {"tool", "user > tool", "user>tool@1", "**/tool", "user/tool"}) {
    model::Inventory forcing = lockfile("*", "*");
    forcing.overrides = {{pattern, "1.0.1", {"package.json", 3}}};
    EXPECT_EQ(edits_for(forcing, LockfileKind::package_lock, chosen()).error().code, ErrorCode::refused) << pattern;
    forcing.overrides[0].replacement = "^1.0.0";
    EXPECT_TRUE(edits_for(forcing, LockfileKind::package_lock, chosen()));
  }
  for (const char* pattern : {"@s/tool", "tool > user", "tools", "@s/tool@1"}) {
    model::Inventory forcing = lockfile("*", "*");
    forcing.overrides = {{pattern, "1.0.1", {"package.json", 3}}};
    EXPECT_TRUE(edits_for(forcing, LockfileKind::package_lock, chosen())) << pattern;
  }
}

TEST(FixEdits, KnowsThePackageJsonOfAWorkspace) {
  model::Inventory pnpm = lockfile("1.0.1", "*");
  pnpm.roots[0].id = "lock#importers/packages/a";
  EXPECT_TRUE(edits_for(pnpm, LockfileKind::pnpm, chosen())->ranges.contains("packages/a"));
  pnpm.roots[0].id = "lock#importers/.";
  EXPECT_TRUE(edits_for(pnpm, LockfileKind::pnpm, chosen())->ranges.contains(""));
}

}  // namespace
}  // namespace cordon::app
