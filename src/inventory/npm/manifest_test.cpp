#include "inventory/npm/manifest.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::inventory::npm {
namespace {

using model::EdgeKind;

Manifest read(std::string text) {
  auto manifest = parse_manifest(std::move(text));
  EXPECT_TRUE(manifest.has_value()) << (manifest ? "" : manifest.error().describe());
  return manifest ? std::move(*manifest) : Manifest();
}

const ManifestDependency* find(const Manifest& manifest, std::string_view name, EdgeKind kind) {
  const auto found = std::find_if(manifest.dependencies.begin(), manifest.dependencies.end(),
                                  [&](const auto& d) { return d.name == name && d.kind == kind; });
  return found == manifest.dependencies.end() ? nullptr : &*found;
}

TEST(Manifest, KnowsWhatYarnBuildsAllTheSame) {
  const Manifest manifest = read(R"({"dependenciesMeta": {
    "a": {"built": true}, "@b/c@1.0.0": {"built": true, "optional": true}, "d": {"built": false}, "e": {"built": "true"}
  }})");
  EXPECT_EQ(manifest.built, (std::vector<std::string>{"a", "@b/c@1.0.0"}));
  EXPECT_TRUE(read(R"({"dependenciesMeta": [1]})").built.empty());
}

TEST(Manifest, ReadsEveryListWithItsLines) {
  const Manifest manifest = read(R"({
    "name": "@acme/app", "version": "1.2.3", "private": true, "packageManager": "bun@1.2.0",
    "dependencies": {
      "a": "^1.0.0",
      "b": "npm:c@2"
    },
    "devDependencies": {"d": "*"},
    "optionalDependencies": {"e": "1"},
    "peerDependencies": {"f": ">=1", "g": ">=2"},
    "peerDependenciesMeta": {"g": {"optional": true}, "f": {"optional": false}}
  })");
  EXPECT_EQ(manifest.name, "@acme/app");
  EXPECT_EQ(manifest.name_line, 2u);
  EXPECT_EQ(manifest.version, "1.2.3");
  EXPECT_EQ(manifest.package_manager, "bun@1.2.0");
  EXPECT_TRUE(manifest.is_private);
  ASSERT_EQ(manifest.dependencies.size(), 6u);
  EXPECT_EQ(find(manifest, "b", EdgeKind::runtime)->range, "npm:c@2");
  EXPECT_EQ(find(manifest, "b", EdgeKind::runtime)->line, 5u);
  EXPECT_NE(find(manifest, "d", EdgeKind::development), nullptr);
  EXPECT_NE(find(manifest, "e", EdgeKind::optional), nullptr);
  EXPECT_NE(find(manifest, "f", EdgeKind::peer), nullptr);
  EXPECT_NE(find(manifest, "g", EdgeKind::peer_optional), nullptr);
  EXPECT_TRUE(manifest.problems.empty());
}

TEST(Manifest, LetsOptionalWinOverRuntimeButKeepsOtherRepetitions) {
  const Manifest manifest = read(R"({"dependencies": {"a": "1", "b": "1"}, "devDependencies": {"b": "2"},
                                     "optionalDependencies": {"a": "3"}})");
  ASSERT_EQ(manifest.dependencies.size(), 3u);
  EXPECT_EQ(find(manifest, "a", EdgeKind::runtime), nullptr);
  EXPECT_EQ(find(manifest, "a", EdgeKind::optional)->range, "3");
  EXPECT_EQ(find(manifest, "b", EdgeKind::runtime)->range, "1");
  EXPECT_EQ(find(manifest, "b", EdgeKind::development)->range, "2");
}

TEST(Manifest, AnOptionalEntryThatIsNoTextHidesNoDependency) {
  const Manifest manifest = read(R"({"dependencies": {"a": "1"}, "optionalDependencies": {"a": null}})");
  ASSERT_NE(find(manifest, "a", EdgeKind::runtime), nullptr);
  EXPECT_EQ(manifest.problems.size(), 1u);
}

TEST(Manifest, FlattensTheOverridesOfEveryClient) {
  const Manifest manifest = read(R"({
    "overrides": {"a@1": {".": "2", "b": {"c": "$d"}}, "e": "3"},
    "resolutions": {"**/f": "4"},
    "pnpm": {"overrides": {"g@1>h": "-"}}
  })");
  ASSERT_EQ(manifest.overrides.size(), 5u);
  const auto check = [&](std::size_t i, OverrideField field, std::string_view pattern, std::string_view text) {
    EXPECT_EQ(manifest.overrides[i].field, field);
    EXPECT_EQ(manifest.overrides[i].pattern, pattern);
    EXPECT_EQ(manifest.overrides[i].replacement, text);
  };
  check(0, OverrideField::overrides, "a@1", "2");
  check(1, OverrideField::overrides, "a@1 > b > c", "$d");
  check(2, OverrideField::overrides, "e", "3");
  check(3, OverrideField::resolutions, "**/f", "4");
  check(4, OverrideField::pnpm_overrides, "g@1>h", "-");
  EXPECT_EQ(manifest.overrides[3].line, 3u);
}

TEST(Manifest, ReadsBothFormsOfWorkspacesAndOfBundles) {
  EXPECT_EQ(read(R"({"workspaces": ["a", "!b"]})").workspaces, (std::vector<std::string>{"a", "!b"}));
  EXPECT_EQ(read(R"({"workspaces": {"packages": ["c/*"], "nohoist": ["x"]}})").workspaces,
            (std::vector<std::string>{"c/*"}));
  EXPECT_EQ(read(R"({"bundledDependencies": ["d"]})").bundled, (std::vector<std::string>{"d"}));
  EXPECT_TRUE(read(R"({"bundleDependencies": true})").bundles_all);
  EXPECT_FALSE(read(R"({"bundleDependencies": false})").bundles_all);
}

TEST(Manifest, ReadsScriptsAndKnowsWhichOnesAnInstallRuns) {
  const Manifest manifest = read("{\"scripts\": {\n\"test\": \"x\",\n\"postinstall\": \"node setup\"}}");
  ASSERT_EQ(manifest.scripts.size(), 2u);
  EXPECT_EQ(manifest.scripts[1].text, "node setup");
  EXPECT_EQ(manifest.scripts[1].line, 3u);
  EXPECT_TRUE(runs_as_dependency("postinstall"));
  EXPECT_FALSE(runs_as_dependency("prepare"));
  EXPECT_TRUE(runs_as_project("prepare"));
  EXPECT_FALSE(runs_as_project("test"));
}

TEST(Manifest, KeepsTheLastDuplicateAndListsIt) {
  const Manifest manifest = read("{\"dependencies\": {\"a\": \"1\",\n\"a\": \"2\"}}");
  ASSERT_EQ(manifest.dependencies.size(), 1u);
  EXPECT_EQ(manifest.dependencies[0].range, "2");
  ASSERT_EQ(manifest.duplicates.size(), 1u);
  EXPECT_EQ(manifest.duplicates[0].last_line, 2u);
}

TEST(Manifest, NamesWhatHasTheWrongTypeAndReadsTheRest) {
  const Manifest manifest = read(
      "{\"name\": 7, \"dependencies\": {\"a\": 1,\n\"b\": \"2\"}, \"devDependencies\": [],"
      "\"scripts\": null, \"overrides\": {\"x\": true}, \"workspaces\": [1],"
      "\"bundleDependencies\": {}}");
  std::vector<std::string> fields;
  for (const ManifestProblem& problem : manifest.problems) {
    EXPECT_EQ(problem.code, ErrorCode::wrong_type);
    EXPECT_NE(problem.line, 0u);
    fields.push_back(problem.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"name", "dependencies.a", "devDependencies", "bundleDependencies",
                                              "overrides.x", "workspaces"}));
  ASSERT_EQ(manifest.dependencies.size(), 1u);
  EXPECT_EQ(manifest.dependencies[0].line, 2u);
}

TEST(Manifest, BoundsWhatNestedOverridesCanGrowTo) {
  // 150 levels of 10 kB names over 20,000 rules would be 30 GB of patterns.
  std::string text = "{\"overrides\":";
  for (int i = 0; i < 150; ++i) text += "{\"" + std::string(10'000, 'n') + "\":";
  text += "{\"r\":\"1\"";
  for (int i = 0; i < 20'000; ++i) text += ",\"" + std::to_string(i) + "\":\"1\"";
  text += "}" + std::string(150, '}') + "}";
  const Manifest manifest = read(std::move(text));
  ASSERT_EQ(manifest.problems.size(), 1u);
  EXPECT_EQ(manifest.problems[0].code, ErrorCode::too_large);
  std::size_t bytes = 0;
  for (const ManifestOverride& rule : manifest.overrides) bytes += rule.pattern.size();
  EXPECT_LT(bytes, 40u << 20);
}

TEST(Manifest, FailsWithACodeForWhatIsNoObject) {
  const auto code = [](std::string text) { return parse_manifest(std::move(text)).error().code; };
  EXPECT_EQ(code("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(code("{\"name\": "), ErrorCode::truncated);
  EXPECT_EQ(code("{\"name\": \"a\",}"), ErrorCode::syntax);
  EXPECT_EQ(code("{\"name\": \"\xff\"}"), ErrorCode::invalid_utf8);
}

}  // namespace
}  // namespace cordon::inventory::npm
