#include "app/fix_group.h"

#include <gtest/gtest.h>

#include "app/hunt.h"

namespace cordon::app {
namespace {

const FixedClock kClock(1'774'915'200);

intel::Knowledge knowing(const std::vector<std::string>& bad) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.added = {*pack_of(bad, kClock)};
  return *intel::Knowledge::load(known);
}

constexpr std::string_view kOlder = R"({"lockfileVersion": 3, "packages": {
  "node_modules/tool": {"version": "1.0.0", "integrity": "sha512-a"},
  "node_modules/a/node_modules/tool": {"version": "1.5.0", "integrity": "sha512-b"},
  "node_modules/b/node_modules/tool": {"version": "1.2.0", "integrity": "sha512-c"},
  "node_modules/c/node_modules/tool": {"version": "1.1.0", "integrity": "sha512-d"}}})";

std::vector<std::string> versions_of(FixGroup group, const std::string& range, std::vector<std::string> bad,
                                     std::vector<std::string>* passed_over = nullptr) {
  model::Inventory lock;
  lock.path = "lock";
  lock.components.emplace_back();
  lock.components[0].id = "lock#node_modules/tool";
  lock.components[0].name = "tool";
  lock.components[0].version = group.bad.version;
  lock.roots.emplace_back();
  lock.edges = {{1, 0, model::EdgeKind::runtime, range}};
  FixSources sources;
  sources.older = {{"old.json", LockfileKind::package_lock, std::string(kOlder)}};
  const intel::Knowledge knowledge = knowing(bad);
  const model::Registries registries;
  std::vector<model::FileUnread> unread;
  find_candidates(group,
                  {&lock, LockfileKind::package_lock, &sources, &registries, &knowledge, {}, 0, model::Severity::high},
                  unread);
  if (passed_over != nullptr) *passed_over = group.passed_over;
  std::vector<std::string> out;
  for (const Candidate& each : group.candidates) out.push_back(each.release.version);
  return out;
}

using Words = std::vector<std::string>;

TEST(FixGroup, GoesBackFirstAndForwardWhereThereIsNoWayBack) {
  const FixGroup bad{{"tool", "1.1.5", "malware", {0}}, false, {}, {}, {}, {}, {}};
  EXPECT_EQ(versions_of(bad, "^1.0.0", {"tool@1.1.5"}), (Words{"1.0.0", "1.1.0", "1.2.0", "1.5.0"}));
}

TEST(FixGroup, LeavesOutWhatIsBadItselfAndSaysSo) {
  Words passed_over;
  const FixGroup bad{{"tool", "1.1.5", "malware", {0}}, false, {}, {}, {}, {}, {}};
  EXPECT_EQ(versions_of(bad, "^1.0.0", {"tool@1.1.5", "tool@1.0.0"}, &passed_over), (Words{"1.1.0", "1.2.0", "1.5.0"}));
  ASSERT_EQ(passed_over.size(), 1u);
  EXPECT_NE(passed_over[0].find("known to be bad itself"), std::string::npos);
}

TEST(FixGroup, TakesWhatIsVulnerableToTheFirstFixThatIsAskedFor) {
  const FixGroup weak{{"tool", "1.0.5", "weak", {0}}, true, "1.1.0", {}, {}, {}, {}};
  EXPECT_EQ(versions_of(weak, "^1.0.0", {"other@1.0.0"}), (Words{"1.1.0", "1.2.0", "1.5.0"}));
  EXPECT_EQ(versions_of(weak, ">=1.2.0", {"other@1.0.0"}), (Words{"1.2.0", "1.5.0", "1.1.0"}));
  const FixGroup without{{"tool", "1.0.5", "weak", {0}}, true, {}, {}, {}, {}, {}};
  EXPECT_TRUE(versions_of(without, "^1.0.0", {"other@1.0.0"}).empty());
}

TEST(FixGroup, TakesNothingWhereTwoNamedLockfilesContradictEachOther) {
  model::Inventory lock;
  lock.path = "lock";
  lock.components.emplace_back();
  lock.components[0].id = "lock#node_modules/tool";
  lock.components[0].name = "tool";
  lock.components[0].version = "1.1.5";
  const auto digest = [](char c) { return "sha512-" + std::string(85, c) + "A=="; };
  const auto named = [&](const std::string& path, const std::string& below, char c) {
    return OlderLockfile{
        path, LockfileKind::package_lock,
        R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": "1.1.0", "integrity": ")" + digest(c) +
            R"("}, "node_modules/)" + below + R"(/node_modules/tool": {"version": "1.2.0", "integrity": ")" +
            digest('E') + "\"}}}"};
  };
  const intel::Knowledge knowledge = knowing({"tool@1.1.5"});
  const model::Registries registries;
  const auto count = [&](char one, char other) {
    FixSources sources;
    sources.older = {named("one.json", "a", one), named("other.json", "b", other)};
    FixGroup bad{{"tool", "1.1.5", "malware", {0}}, false, {}, {}, {}, {}, {}};
    std::vector<model::FileUnread> unread;
    find_candidates(
        bad, {&lock, LockfileKind::package_lock, &sources, &registries, &knowledge, {}, 0, model::Severity::high},
        unread);
    return bad.candidates.size();
  };
  EXPECT_EQ(count('C', 'C'), 4u);
  EXPECT_EQ(count('C', 'D'), 0u);
}

}  // namespace
}  // namespace cordon::app
