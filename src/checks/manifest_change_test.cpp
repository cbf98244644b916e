#include "checks/manifest_change.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using inventory::npm::OverrideField;
using testing::lockfile;
using testing::package;
using Asked = std::vector<std::pair<std::string, std::string>>;

const MemoryTree kTree({});

// The project asks for axios ^1.14.0, which the lockfile has, and for `more`.
Project project(const Asked& more, const Asked& overrides = {}) {
  Project out;
  out.tree = &kTree;
  out.lockfiles.push_back(lockfile({package("axios", "1.14.0"), package("lodash", "4.17.21")}));
  out.lockfiles.back().ecosystem = "npm";
  out.manifest_path = "package.json";
  out.manifest.emplace();
  Asked all{{"axios", "^1.14.0"}};
  all.insert(all.end(), more.begin(), more.end());
  std::uint32_t line = 0;
  for (const auto& [name, range] : all)
    out.manifest->dependencies.push_back({model::EdgeKind::runtime, name, range, ++line});
  for (const auto& [name, by] : overrides)
    out.manifest->overrides.push_back({OverrideField::overrides, name, by, ++line});
  return out;
}

std::vector<model::Finding> findings(Project now, const Project& before = project({})) {
  now.before = &before;
  return testing::run(check_manifest_change, now);
}

TEST(ManifestChange, IsNoneWhereTheLockfileHasIt) {
  EXPECT_TRUE(findings(project({})).empty());
  EXPECT_TRUE(
      findings(project({{"lodash", "^4.0.0"}, {"own", "workspace:*"}, {"near", "file:../near"}, {"c", "catalog:"}}))
          .empty());
  EXPECT_TRUE(findings(project({{"other-name", "npm:lodash@^4.17.0"}})).empty());
  EXPECT_TRUE(findings(project({}, {{"lodash", "4.17.21"}, {"nobody-has-it", "1.0.0"}})).empty());
  EXPECT_TRUE(findings(project({{"lodash", "^5.0.0"}}, {{"lodash", "4.17.21"}})).empty());  // the override decides
  Project alone = project({{"evil", "1.0.0"}});
  EXPECT_TRUE(testing::run(check_manifest_change, alone).empty());  // no change is looked at
}

TEST(ManifestChange, NamesADependencyThatNoLockfileHas) {
  const auto found = findings(project({{"fresh", "^1.0.0"}}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule_id, "change.manifest");
  EXPECT_EQ(found[0].severity, model::Severity::medium);
  EXPECT_EQ(testing::evidence(found[0]), testing::Words{"package.json:2 fresh ^1.0.0"});
  // It was there before: the change did not bring it.
  EXPECT_TRUE(findings(project({{"fresh", "^1.0.0"}}), project({{"fresh", "^1.0.0"}})).empty());
}

TEST(ManifestChange, NamesWhatComesFromElsewhereNow) {
  EXPECT_EQ(findings(project({{"lodash", "git+https://example.invalid/lodash.git"}})).size(), 1u);
  EXPECT_EQ(findings(project({{"lodash", "npm:evil@1.0.0"}})).size(), 1u);
  EXPECT_EQ(findings(project({{"lodash", "^5.0.0"}})).size(), 1u);
}

TEST(ManifestChange, NamesAnOverrideThatTheLockfileDoesNotFollow) {
  EXPECT_EQ(findings(project({}, {{"lodash", "4.0.0"}})).size(), 1u);
  EXPECT_EQ(findings(project({}, {{"lodash", "npm:evil@1.0.0"}})).size(), 1u);
  EXPECT_EQ(findings(project({}, {{"parent > lodash", "https://example.invalid/x.tgz"}})).size(), 1u);
  EXPECT_TRUE(findings(project({}, {{"lodash", "$lodash"}, {"axios", "-"}})).empty());
}

TEST(ManifestChange, IsAHintWhereThereIsNoLockfileAtAll) {
  Project before = project({}), now = project({{"fresh", "^1.0.0"}});
  for (Project* each : {&before, &now}) {
    each->lockfiles[0].components.clear();
    each->lockfiles[0].edges.clear();
  }
  const auto found = findings(now, before);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, model::Severity::low);
}

TEST(ManifestChange, IsNotHiddenByAnOverride) {
  EXPECT_EQ(findings(project({{"tiny", "https://evil.test/t.tgz"}}, {{"tiny", "$tiny"}})).size(), 1u);
  EXPECT_EQ(findings(project({{"tiny", "1.0.0"}}, {{"tiny", "1.0.0"}})).size(), 1u);
  EXPECT_EQ(findings(project({{"tiny", "1.0.0"}}, {{"lodash", "$tiny"}})).front().instances, 2u);
  // npm pays no heed to yarn's field.
  Project now = project({{"lodash", "^5.0.0"}}, {{"lodash", "4.17.21"}});
  now.manifest->overrides.back().field = OverrideField::resolutions;
  EXPECT_EQ(findings(std::move(now)).size(), 1u);
}

TEST(ManifestChange, PeersOfTheProjectAreInstalled) {
  Project now = project({{"tiny", "1.0.0"}});
  now.manifest->dependencies.back().kind = model::EdgeKind::peer;
  EXPECT_EQ(findings(now).size(), 1u);
  now.lockfiles.back().client = model::Client::yarn_classic;
  EXPECT_TRUE(findings(now).empty());  // yarn leaves them to whoever uses the package
  now.manifest->dependencies.back().range = "https://evil.test/t.tgz";
  EXPECT_EQ(findings(now).size(), 1u);
  now.manifest->dependencies.back().kind = model::EdgeKind::peer_optional;
  EXPECT_TRUE(findings(now).empty());
}

TEST(ManifestChange, AnotherRepositoryOrCommitIsNotWhatTheLockfileHas) {
  const auto with_tool = [](const std::string& asked) {
    Project out = project({{"tool", asked}});
    model::Component tool = package("tool", "1.0.0");
    tool.origin = model::Origin::git;
    tool.resolved = "git+https://git.example.test/acme/tool.git#" + std::string(40, 'a');
    out.lockfiles.back().components.push_back(tool);
    return out;
  };
  EXPECT_TRUE(findings(with_tool("git+https://git.example.test/acme/tool.git")).empty());
  EXPECT_EQ(findings(with_tool("git+https://evil.test/acme/tool.git")).size(), 1u);
  EXPECT_EQ(findings(with_tool("git+https://git.example.test/acme/tool.git#" + std::string(40, 'b'))).size(), 1u);
}

TEST(ManifestChange, SpeaksOfWorkspacePackagesWhereTheirLockfileStands) {
  const MemoryTree was({{"packages/a/package.json", R"({"name": "a", "dependencies": {"old": "^1.0.0"}})"}});
  const MemoryTree is({{"packages/a/package.json",
                        R"({"name": "a", "version": "1.0.0", "dependencies": {"old": "^1.0.0", "lodash": "^4.0.0"}})"},
                       {"packages/b/package.json",
                        R"({"name": "b", "dependencies": {"a": "^1.0.0", "tiny": "https://evil.test/t.tgz"}})"}});
  Project before = project({}), now = project({});
  before.tree = &was;
  now.tree = &is;
  now.manifest->workspaces = {"packages/*"};
  const auto found = findings(std::move(now), before);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].subject.path, "packages/b/package.json");
  EXPECT_EQ(testing::evidence(found[0]), testing::Words{"packages/b/package.json:1 tiny https://evil.test/t.tgz"});
}

TEST(ManifestChange, LeavesWorkspacePackagesToTheirLockfile) {
  Project now = project({{"fresh", "^1.0.0"}});
  now.lockfiles.clear();
  EXPECT_TRUE(findings(now).empty());
}

}  // namespace
}  // namespace cordon::checks
