#include "app/fix_additions.h"

#include <gtest/gtest.h>

#include "app/hunt.h"

namespace cordon::app {
namespace {

using model::EdgeKind;

const FixedClock kClock(1'774'915'200);

intel::Knowledge knowing(const std::vector<std::string>& bad) {
  intel::KnowledgeOptions known;
  known.embedded = false;
  known.added = {*pack_of(bad, kClock)};
  return *intel::Knowledge::load(known);
}

// tool 1.0.0, which came, needs helper.
model::Inventory lacking(const std::string& key, const std::string& range) {
  model::Inventory out;
  out.path = "lock";
  model::Component& component = out.components.emplace_back();
  component.id = "lock#" + key;
  component.name = "tool";
  component.version = "1.0.0";
  component.resolved = "https://registry.example.test/tool/-/tool-1.0.0.tgz";
  model::Root& root = out.roots.emplace_back();
  root.id = "lock#";
  out.unresolved = {{0, "helper", range, EdgeKind::runtime}};
  return out;
}

const std::vector<Moved> kCame{{"tool", "1.0.1", "1.0.0", ""}};
constexpr std::string_view kOlder = R"({"lockfileVersion": 3, "packages": {
  "node_modules/helper": {"version": "2.1.0", "integrity": "sha512-h",
    "resolved": "https://registry.example.test/helper/-/helper-2.1.0.tgz"},
  "node_modules/x/node_modules/helper": {"version": "3.0.0"}}})";

Result<std::vector<Addition>> run(const model::Inventory& after, const FixSources& sources, LockfileKind kind,
                                  const std::vector<std::string>& bad = {"other@1.0.0"},
                                  const std::string& format = "package-lock v3",
                                  std::vector<model::Override> overrides = {}) {
  model::Inventory before = after;
  before.format = format;
  before.unresolved.clear();
  before.overrides = std::move(overrides);
  const intel::Knowledge knowledge = knowing(bad);
  const model::Registries registries;
  return additions_for({&before, kind, &sources, &registries, &knowledge, {}, 0}, after, kCame);
}

TEST(FixAdditions, TakesWhatAnOlderLockfileHadThere) {
  FixSources sources;
  sources.older = {{"old.json", LockfileKind::package_lock, std::string(kOlder)}};
  const auto added = run(lacking("node_modules/tool", "^2.0.0"), sources, LockfileKind::package_lock);
  ASSERT_TRUE(added) << added.error().describe();
  ASSERT_EQ(added->size(), 1u);
  EXPECT_EQ(added->at(0).edit.instance, "node_modules/helper");
  EXPECT_EQ(added->at(0).edit.release.integrity, "sha512-h");
  EXPECT_EQ(added->at(0).report.required_by, "tool 1.0.0");
  EXPECT_EQ(added->at(0).report.evidence, std::vector<std::string>{"old.json:2"});
}

TEST(FixAdditions, AsksTheRegistryForThePackageThatIsNeeded) {
  const model::Inventory after = lacking("node_modules/tool", "^2.0.0");
  model::Inventory before = after;
  before.format = "package-lock v3";
  before.unresolved.clear();
  const intel::Knowledge knowledge = knowing({"other@1.0.0"});
  const model::Registries registries;
  const FixSources sources;
  std::string asked, address, name = "helper";
  AdditionContext context{&before, LockfileKind::package_lock, &sources, &registries, &knowledge, {}, 1'000};
  context.ask = [&](const model::Component& component) {
    asked += component.name + "\n";
    address = component.resolved.value_or("");
    CachedPackument out{"the registry", {}};
    for (const std::string& each : {std::string("tool"), name}) {
      change::Release& release = out.releases.emplace_back();
      release.name = each;
      release.version = "2.1.0";
      release.integrity = "sha512-h";
      release.resolved = "https://registry.example.test/" + each + "/-/" + each + "-2.1.0.tgz";
      release.published = 999;
    }
    return std::optional(out);
  };
  const auto added = additions_for(context, after, kCame);
  ASSERT_TRUE(added) << added.error().describe();
  ASSERT_EQ(added->size(), 1u);
  EXPECT_EQ(added->at(0).report.resolved, "https://registry.example.test/helper/-/helper-2.1.0.tgz");
  EXPECT_EQ(asked, "helper\n");
  EXPECT_TRUE(address.starts_with("https://registry.example.test/helper/-/"));
  name = "tool";  // an answer about something else
  EXPECT_EQ(additions_for(context, after, kCame).error().code, ErrorCode::refused);
}

TEST(FixAdditions, RefusesWhereNothingMayCome) {
  FixSources sources;
  sources.older = {{"old.json", LockfileKind::package_lock, std::string(kOlder)}};
  const auto code = [&](const std::string& range, const std::vector<std::string>& bad = {"other@1.0.0"}) {
    const auto added = run(lacking("node_modules/tool", range), sources, LockfileKind::package_lock, bad);
    return added ? ErrorCode::internal : added.error().code;
  };
  EXPECT_EQ(code("^2.0.0"), ErrorCode::internal);
  EXPECT_EQ(code("^4.0.0"), ErrorCode::refused);
  EXPECT_EQ(code("^2.0.0", {"helper@2.1.0"}), ErrorCode::refused);
  EXPECT_FALSE(run(lacking("node_modules/tool", "^2.0.0"), sources, LockfileKind::package_lock, {"other@1.0.0"},
                   "package-lock v3", {{"helper", "1.0.0", {"package.json", 3}}}));
  sources.older.clear();
  EXPECT_EQ(code("^2.0.0"), ErrorCode::refused);
}

TEST(FixAdditions, TakesOfPnpmTheSameInstance) {
  FixSources sources;
  sources.older = {
      {"old.yaml", LockfileKind::pnpm,
       "lockfileVersion: '9.0'\n\npackages:\n\n  helper@2.1.0:\n    resolution: {integrity: sha512-h}\n\n"
       "snapshots:\n\n  helper@2.1.0(x@1.0.0):\n    dependencies:\n      x: 1.0.0\n\n  helper@2.1.0: {}\n"}};
  const auto added =
      run(lacking("tool@1.0.0", "2.1.0(x@1.0.0)"), sources, LockfileKind::pnpm, {"other@1.0.0"}, "pnpm-lock 9.0");
  ASSERT_TRUE(added) << added.error().describe();
  EXPECT_EQ(added->at(0).edit.instance, "helper@2.1.0(x@1.0.0)");
  EXPECT_EQ(added->at(0).edit.release.dependencies.at(0).reference, "1.0.0");
  // Version 6 writes keys and fields of its own.
  EXPECT_FALSE(run(lacking("tool@1.0.0", "2.1.0"), sources, LockfileKind::pnpm, {"other@1.0.0"}, "pnpm-lock 6.0"));
}

TEST(FixAdditions, TellsYarnWhoAsks) {
  FixSources sources;
  sources.older = {{"old.json", LockfileKind::package_lock, std::string(kOlder)}};
  const auto added =
      run(lacking("tool@1.0.0", "^2.0.0"), sources, LockfileKind::yarn_classic, {"other@1.0.0"}, "yarn v1");
  ASSERT_TRUE(added) << added.error().describe();
  EXPECT_EQ(added->at(0).edit.selector, "helper@^2.0.0");
  EXPECT_TRUE(run(lacking("tool@1.0.0", "^2.0.0"), sources, LockfileKind::yarn_classic)->at(0).edit.instance.empty());
}

TEST(FixAdditions, TellsOfAYarnBlockOnce) {
  const model::Added one{"helper", "2.1.0", "helper@^2.0.0", {}, {}, {}, {}};
  EXPECT_TRUE(is_told({one}, {"helper", "2.1.0", "helper@^2.1.0", {}, {}, {}, {}}, LockfileKind::yarn_classic));
  EXPECT_FALSE(is_told({one}, {"helper", "2.2.0", "helper@^2.1.0", {}, {}, {}, {}}, LockfileKind::yarn_classic));
  EXPECT_FALSE(is_told({one}, one, LockfileKind::package_lock));
}

}  // namespace
}  // namespace cordon::app
