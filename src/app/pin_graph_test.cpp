#include "app/pin_graph.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using model::EdgeKind;

model::Inventory lockfile(const std::string& range = "^1.0.0", const std::string& integrity = "") {
  model::Inventory out;
  out.path = "lock";
  model::Component tool;
  tool.id = "lock#node_modules/tool";
  tool.name = "tool";
  tool.version = "1.2.3";
  if (!integrity.empty()) tool.integrity.push_back(integrity);
  out.components = {tool};
  model::Root root;
  root.id = "lock#";
  root.declared.push_back({"tool", range, EdgeKind::runtime, {}});
  out.roots.push_back(root);
  out.edges = {{1, 0, EdgeKind::runtime, range}};
  return out;
}

const std::vector<change::RangeChange> kRanges{{"", "tool", "^1.0.0", "1.2.3", "dependencies"}};

bool holds(const model::Inventory& after, const std::vector<change::DigestChange>& digests = {}) {
  const auto done = check_pinned(lockfile(), after, LockfileKind::package_lock, kRanges, digests);
  if (!done) EXPECT_EQ(done.error().code, ErrorCode::refused);
  return done.has_value();
}

TEST(PinGraph, AllowsWhatWasMeant) {
  EXPECT_TRUE(holds(lockfile("1.2.3")));
  EXPECT_TRUE(holds(lockfile("1.2.3", "sha512-x"), {{"node_modules/tool", 0, "sha512-x"}}));
}

TEST(PinGraph, RefusesAllElse) {
  EXPECT_FALSE(holds(lockfile("1.2.4")));
  EXPECT_FALSE(holds(lockfile("1.2.3", "sha512-y"), {{"node_modules/tool", 0, "sha512-x"}}));
  EXPECT_FALSE(holds(lockfile("1.2.3", "sha512-x")));
  model::Inventory other = lockfile("1.2.3");
  other.components[0].version = "1.2.4";
  EXPECT_FALSE(holds(other));
  other = lockfile("1.2.3");
  other.edges[0].kind = EdgeKind::development;
  EXPECT_FALSE(holds(other));
  other = lockfile("1.2.3");
  other.unread.push_back({"lock", 1, "syntax", "no", true});
  EXPECT_FALSE(holds(other));
}

TEST(PinGraph, RefusesAPackageJsonThatSaysSomethingElse) {
  const std::string before = R"({"dependencies": {"tool": "^1.0.0"}, "peerDependencies": {"tool": "^1.0.0"}})";
  const auto done = [&](const std::string& after) {
    return check_pinned_manifest(before, after, kRanges, {}).has_value();
  };
  EXPECT_TRUE(done(R"({"dependencies": {"tool": "1.2.3"}, "peerDependencies": {"tool": "^1.0.0"}})"));
  EXPECT_FALSE(done(R"({"dependencies": {"tool": "1.2.3"}, "peerDependencies": {"tool": "1.2.3"}})"));
  EXPECT_FALSE(done(R"({"dependencies": {"tool": "1.2.4"}, "peerDependencies": {"tool": "^1.0.0"}})"));
  EXPECT_FALSE(done(R"({"dependencies": {"tool": "1.2.3"}})"));
}

}  // namespace
}  // namespace cordon::app
