#include "app/fix_graph.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using model::EdgeKind;

model::Component component(std::string name, std::string version, std::string integrity = "") {
  model::Component out;
  out.id = "lock#" + name + "@" + version;
  out.ecosystem = "npm";
  out.name = std::move(name);
  out.version = std::move(version);
  if (!integrity.empty()) out.integrity.push_back(std::move(integrity));
  return out;
}

// tool 1.0.1 requires evil and helper; the project requires tool.
model::Inventory attacked(model::RootKind kind = model::RootKind::project) {
  model::Inventory out;
  out.path = "lock";
  out.components = {component("tool", "1.0.1"), component("evil", "4.0.0"), component("helper", "2.0.0")};
  model::Root root;
  root.id = "lock#";
  root.kind = kind;
  out.roots.push_back(root);
  out.edges = {
      {0, 1, EdgeKind::runtime, "^4.0.0"}, {0, 2, EdgeKind::runtime, "^2.0.0"}, {3, 0, EdgeKind::runtime, "^1.0.0"}};
  return out;
}

model::Inventory replaced(model::RootKind kind = model::RootKind::project) {
  model::Inventory out = attacked(kind);
  out.components[0] = component("tool", "1.0.0", "sha512-good");
  out.edges.erase(out.edges.begin());
  return out;
}

model::Inventory mended() {
  model::Inventory out = replaced();
  out.components.erase(out.components.begin() + 1);
  out.edges = {{0, 1, EdgeKind::runtime, "^2.0.0"}, {2, 0, EdgeKind::runtime, "^1.0.0"}};
  return out;
}

const std::vector<Moved> kMoved{{"tool", "1.0.1", "1.0.0", "sha512-good"}};
const std::vector<Gone> kGone{{"evil", "4.0.0"}};

TEST(FixGraph, AdmitsAsNpmDoes) {
  EXPECT_TRUE(admits("^1.0.0", "1.2.0"));
  EXPECT_FALSE(admits("^1.0.1", "1.0.0"));
  EXPECT_FALSE(admits("npm:tool@1.0.1", "1.0.0"));
  EXPECT_TRUE(admits("npm:@s/tool@^1", "1.0.0"));
  EXPECT_TRUE(admits("npm:@s/tool", "1.0.0"));
  EXPECT_TRUE(admits("latest", "1.0.0"));
  EXPECT_TRUE(admits("file:../tool", "1.0.0"));
}

TEST(FixGraph, KnowsWhatNothingReachesAnyMore) {
  EXPECT_EQ(orphans_of(attacked(), replaced(), {}), (std::vector<std::uint32_t>{1}));
  EXPECT_TRUE(orphans_of(attacked(), attacked(), {0, 1}).empty());
}

TEST(FixGraph, DoesNotTakeForADirectDependencyWhatSomethingRequiredBefore) {
  model::Inventory after = replaced(model::RootKind::inferred);
  after.edges.push_back(
      {3, 1, EdgeKind::runtime, ""});  // nothing requires evil, so a reader infers that the project does
  EXPECT_EQ(orphans_of(attacked(model::RootKind::inferred), after, {1}), (std::vector<std::uint32_t>{1}));
}

TEST(FixGraph, LeavesOrphansThatWereThereUnlessTheyAreBad) {
  model::Inventory before = attacked(), after = replaced();
  before.components.push_back(component("old", "1.0.0"));
  after.components.push_back(component("old", "1.0.0"));
  for (model::Inventory* each : {&before, &after})
    for (model::Edge& edge : each->edges)
      if (edge.from == 3) edge.from = 4;
  EXPECT_EQ(orphans_of(before, after, {}), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(orphans_of(before, after, {3}), (std::vector<std::uint32_t>{1, 3}));
}

TEST(FixGraph, AcceptsWhatWasMeant) { EXPECT_TRUE(check_graph(attacked(), mended(), kMoved, kGone, {})); }

TEST(FixGraph, RefusesAnotherDigest) {
  model::Inventory after = mended();
  after.components[0].integrity = {"sha512-other"};
  EXPECT_EQ(check_graph(attacked(), after, kMoved, kGone, {}).error().code, ErrorCode::refused);
}

TEST(FixGraph, RefusesARangeThatIsNotSatisfiedAnyMore) {
  model::Inventory before = attacked(), after = mended();
  before.edges.back().range = after.edges.back().range = "^1.0.1";
  EXPECT_EQ(check_graph(before, after, kMoved, kGone, {}).error().code, ErrorCode::refused);
  EXPECT_TRUE(check_graph(before, after, kMoved, kGone, {{"tool", "1.0.1", "1.0.0"}}));  // the project forces it
  EXPECT_FALSE(check_graph(before, after, kMoved, kGone, {{"tool", "0.9.0", "1.0.0"}}));
}

TEST(FixGraph, RefusesAForcedVersionThatOthersDoNotHave) {
  model::Inventory before = attacked(), after = mended();
  const std::vector<Forced> forced{{"tool", "1.0.1", "1.0.0"}};
  // Another tool of the same line stands elsewhere: npm would want the forced one there, too.
  before.components.push_back(component("tool", "1.2.0"));
  after.components.push_back(component("tool", "1.2.0"));
  for (model::Inventory* each : {&before, &after}) {
    const auto last = static_cast<std::uint32_t>(each->components.size()) - 1;
    for (model::Edge& edge : each->edges)
      if (edge.from == last) edge.from = last + 1;
    each->edges.push_back({last - 1, last, EdgeKind::runtime, "^1.0.0"});
  }
  EXPECT_TRUE(check_graph(before, after, kMoved, kGone, {}));
  const Result<void> checked = check_graph(before, after, kMoved, kGone, forced);
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().message.find("forced to 1.0.0"), std::string::npos);
  // One whose range does not meet the bad release is left alone.
  before.edges.back().range = after.edges.back().range = "~1.2.0";
  EXPECT_TRUE(check_graph(before, after, kMoved, kGone, forced));
}

TEST(FixGraph, RefusesADependencyThatIsNotThere) {
  model::Inventory before = attacked(), after = mended();
  after.unresolved.push_back({0, "lost", "^1.0.0", EdgeKind::runtime});
  EXPECT_EQ(check_graph(before, after, kMoved, kGone, {}).error().code, ErrorCode::refused);
  after.unresolved[0].kind = EdgeKind::peer_optional;
  EXPECT_TRUE(check_graph(before, after, kMoved, kGone, {}));
}

TEST(FixGraph, RefusesAnyOtherChange) {
  model::Inventory after = mended();
  after.components[1].version = "2.0.1";
  EXPECT_EQ(check_graph(attacked(), after, kMoved, kGone, {}).error().code, ErrorCode::refused);
  after = mended();
  after.components[1].resolved = "https://registry.example.test/elsewhere.tgz";
  EXPECT_EQ(check_graph(attacked(), after, kMoved, kGone, {}).error().code, ErrorCode::refused);
}

TEST(FixGraph, AppliesARuleThatIsForOnePackageToThatOne) {
  model::Inventory before = attacked(), after = mended();
  after.components.push_back(component("user", "1.0.0"));
  before.components.push_back(component("user", "1.0.0"));
  for (model::Inventory* each : {&before, &after})
    for (model::Edge& edge : each->edges)
      if (edge.from == each->components.size() - 1) edge.from = static_cast<std::uint32_t>(each->components.size());
  before.edges.push_back({3, 0, EdgeKind::runtime, "^1.0.1"});
  after.edges.push_back({2, 0, EdgeKind::runtime, "^1.0.1"});
  EXPECT_FALSE(check_graph(before, after, kMoved, kGone, {}));
  EXPECT_TRUE(check_graph(before, after, kMoved, kGone, {{"tool", "1.0.1", "1.0.0", "user"}}));
  EXPECT_FALSE(check_graph(before, after, kMoved, kGone, {{"tool", "1.0.1", "1.0.0", "other"}}));
}

}  // namespace
}  // namespace cordon::app
