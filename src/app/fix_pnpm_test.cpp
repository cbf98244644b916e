#include "app/fix_pnpm.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

model::Component component(const std::string& key, const std::string& name, const std::string& version) {
  model::Component out;
  out.id = "lock#" + key;
  out.name = name;
  out.version = version;
  return out;
}

// user 1.0.0 depends on tool, which was taken back to 1.0.0.
model::Inventory mended() {
  model::Inventory out;
  out.path = "lock";
  out.components = {component("user@1.0.0", "user", "1.0.0"), component("tool@1.0.0", "tool", "1.0.0")};
  out.edges = {{0, 1, model::EdgeKind::runtime, ""}};
  return out;
}

const std::vector<Moved> kMoved{{"tool", "1.0.1", "1.0.0", "sha512-x"}};

ErrorCode outcome(const std::map<std::string, std::string, std::less<>>& files, const FixSources& sources = {},
                  const std::vector<Forced>& forced = {}) {
  const MemoryTree tree(files);
  const auto done = check_dependents(mended(), kMoved, forced, {&sources, &tree, ""});
  return done ? ErrorCode::internal : done.error().code;  // internal: it held
}

TEST(FixPnpm, BelievesAPackageJsonInNodeModules) {
  const std::string path = "node_modules/.pnpm/user@1.0.0/node_modules/user/package.json";
  const auto with = [&](const std::string& range) {
    return outcome({{path, R"({"name":"user","version":"1.0.0","dependencies":{"tool":")" + range + "\"}}"}});
  };
  EXPECT_EQ(with("^1.0.0"), ErrorCode::internal);
  EXPECT_EQ(with("^1.0.1"), ErrorCode::refused);
  EXPECT_EQ(outcome({{path, R"({"name":"user","version":"9.0.0","dependencies":{"tool":"*"}})"}}), ErrorCode::refused);
}

TEST(FixPnpm, AllowsWhatIsForced) {
  const std::map<std::string, std::string, std::less<>> files{
      {"node_modules/.pnpm/user@1.0.0/node_modules/user/package.json",
       R"({"name":"user","version":"1.0.0","dependencies":{"tool":"^1.0.1"}})"}};
  EXPECT_EQ(outcome(files, {}, {{"tool", "1.0.1", "1.0.0"}}), ErrorCode::internal);
  EXPECT_EQ(outcome(files, {}, {{"tool", "2.0.0", "1.0.0"}}), ErrorCode::refused);
  EXPECT_EQ(outcome(files, {}, {{"other", "1.0.1", "1.0.0"}}), ErrorCode::refused);
  model::Inventory bad = mended();
  bad.components[1].version = "1.0.1";
  const MemoryTree tree(files);
  const FixSources none;
  const std::vector<Chosen> chosen{{{1}, {}}};
  EXPECT_EQ(with_known_ranges(bad, chosen, {&none, &tree, ""}).edges.at(0).range, "^1.0.1");
}

TEST(FixPnpm, ForcesOnlyWherePnpmReadsIt) {
  const auto code = [](const std::map<std::string, std::string, std::less<>>& files) {
    const auto done = check_forcible(MemoryTree(files), "app");
    return done ? ErrorCode::internal : done.error().code;
  };
  EXPECT_EQ(code({}), ErrorCode::internal);
  EXPECT_EQ(code({{"app/package.json", R"({"packageManager": "pnpm@10.2.0+sha512.aa"})"}}), ErrorCode::internal);
  EXPECT_EQ(code({{"app/package.json", R"({"packageManager": "pnpm@11.0.0"})"}}), ErrorCode::refused);
  EXPECT_EQ(code({{"app/pnpm-workspace.yaml", "packages:\n  - a\n"}}), ErrorCode::internal);
  EXPECT_EQ(code({{"app/pnpm-workspace.yaml", "packages:\n  - a\noverrides:\n  x: 1.0.0\n"}}), ErrorCode::refused);
}

TEST(FixPnpm, BelievesALockfileWhereBothStoodTogether) {
  FixSources sources;
  sources.older = {{"old.yaml", LockfileKind::pnpm,
                    "lockfileVersion: '9.0'\n\nsnapshots:\n\n  tool@1.0.0: {}\n\n  user@1.0.0:\n    dependencies:\n"
                    "      tool: 1.0.0\n"}};
  EXPECT_EQ(outcome({}, sources), ErrorCode::internal);
  sources.older[0].text.replace(sources.older[0].text.rfind("1.0.0"), 5, "0.9.0");
  EXPECT_EQ(outcome({}, sources), ErrorCode::refused);
}

TEST(FixPnpm, RefusesWhereNobodyKnowsTheRange) { EXPECT_EQ(outcome({}), ErrorCode::refused); }

TEST(FixPnpm, GivesARangeTheReferenceOfTheHighestVersion) {
  model::Inventory lockfile;
  lockfile.path = "lock";
  lockfile.components = {component("/a@1.0.0", "a", "1.0.0"), component("/a@1.2.0", "a", "1.2.0"),
                         component("/a@2.0.0", "a", "2.0.0"), component("/b@1.0.0(c@1.0.0)", "b", "1.0.0"),
                         component("/b@1.0.0(c@2.0.0)", "b", "1.0.0")};
  change::Release release;
  release.dependencies = {{"a", "^1.0.0", {}, change::DependencyKind::runtime},
                          {"b", "^1.0.0", {}, change::DependencyKind::runtime},
                          {"c", "^1.0.0", {}, change::DependencyKind::runtime}};
  add_references(lockfile, release);
  EXPECT_EQ(release.dependencies[0].reference, "1.2.0");
  EXPECT_EQ(release.dependencies[1].reference, "");  // with which peers, nobody knows
  EXPECT_EQ(release.dependencies[2].reference, "");
}

}  // namespace
}  // namespace cordon::app
