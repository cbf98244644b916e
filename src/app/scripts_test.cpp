#include "app/scripts.h"

#include <gtest/gtest.h>

#include "app/scripts_testing.h"

namespace cordon::app {
namespace {

using model::RunState;

TEST(Scripts, WhereNothingRunsTheAnswerSaysSo) {
  const model::ScriptsReport report = scripts_of(
      {{"package.json", R"({"name": "shop", "version": "1.0.0", "dependencies": {"a": "1"}})"},
       {"package-lock.json",
        R"({"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "shop", "dependencies": {"a": "1"}},
          "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example.test/a/-/a-1.0.0.tgz", "integrity": "sha512-AA=="}}})"}});
  EXPECT_EQ(report.schema, "cordon.scripts/1");
  EXPECT_TRUE(report.scripts.empty());
  EXPECT_TRUE(report.answer.complete);
  EXPECT_EQ(report.answer.exit_code, 0u);
  EXPECT_TRUE(is_unread(report, "registry_said", false));
}

TEST(Scripts, WhatALockfileDoesNotSayIsNeverNone) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop", "dependencies": {"a": "1"}})"},
                  {"yarn.lock",
                   "# yarn lockfile v1\n\n\na@1:\n  version \"1.0.0\"\n"
                   "  resolved \"https://registry.example.test/a/-/a-1.0.0.tgz#00\"\n"}});
  EXPECT_TRUE(report.scripts.empty());
  EXPECT_TRUE(is_unread(report, "scripts_unknown", true));
  EXPECT_TRUE(report.answer.headline.starts_with("of 1 package nothing says whether it runs something"));
  EXPECT_EQ(report.answer.exit_code, 3u);
}

TEST(Scripts, TheSameScriptOfTheSameReleaseIsOneLine) {
  const std::string a = R"({"name": "a", "version": "1.0.0", "scripts": {"postinstall": "node x"}})";
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop", "dependencies": {"b": "1", "a": "1"}})"},
                  {"node_modules/a/package.json", a},
                  {"node_modules/b/package.json", R"({"name": "b", "version": "1.0.0", "dependencies": {"a": "1"}})"},
                  {"node_modules/b/node_modules/a/package.json", a}});
  ASSERT_EQ(report.scripts.size(), 1u);
  EXPECT_EQ(report.scripts[0].instances, 2u);
  EXPECT_EQ(report.scripts[0].direct, true);
  ASSERT_EQ(report.packages.size(), 1u);
  EXPECT_EQ(report.packages[0].keys.lavamoat, "a#1.0.0");
  EXPECT_EQ(report.answer.exit_code, 1u);
}

TEST(Scripts, DependenciesComeFirstInTheOrderInWhichTheirScriptsRun) {
  const model::ScriptsReport report = scripts_of(
      {{"package.json",
        R"({"name": "shop", "scripts": {"prepare": "husky", "preinstall": "x"}, "dependencies": {"z": "1"}})"},
       {"node_modules/z/package.json",
        R"({"name": "z", "version": "1.0.0", "scripts": {"postinstall": "2", "preinstall": "1"}})"}});
  ASSERT_EQ(report.scripts.size(), 4u);
  EXPECT_EQ(report.scripts[0].text, "1");
  EXPECT_EQ(report.scripts[1].text, "2");
  EXPECT_EQ(report.scripts[2].when, "preinstall");
  EXPECT_EQ(report.scripts[3].text, "husky");
  EXPECT_EQ(report.scripts[3].state, RunState::runs);
}

TEST(Scripts, WhatOnlyAListOfNpmsDeniesMayRunAndWhatIsAllowedLeavesTheAnswerAtNought) {
  const model::ScriptsReport report = scripts_of(
      {{"package.json",
        R"({"name": "shop", "dependencies": {"a": "1", "b": "1"}, "allowScripts": {"a@1.0.0": true, "b": false}})"},
       {"package-lock.json",
        R"({"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop", "dependencies": {"a": "1", "b": "1"}},
          "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example.test/a/-/a-1.0.0.tgz", "hasInstallScript": true},
          "node_modules/b": {"version": "1.0.0", "resolved": "https://registry.example.test/b/-/b-1.0.0.tgz", "hasInstallScript": true}}})"},
       {"node_modules/a/package.json", R"({"name": "a", "version": "1.0.0", "scripts": {"install": "x"}})"},
       {"node_modules/b/package.json", R"({"name": "b", "version": "1.0.0", "scripts": {"install": "x"}})"}});
  EXPECT_EQ(only_run(report, "a", "install").state, RunState::allowed);
  EXPECT_EQ(only_run(report, "b", "install").state, RunState::unknown);
  EXPECT_TRUE(only_run(report, "b", "install").decided_by->starts_with("package.json:1: allowScripts says no"));
  EXPECT_EQ(report.answer.exit_code, 1u);
  ASSERT_EQ(report.packages.size(), 2u);
  EXPECT_TRUE(report.packages[1].denied);
}

TEST(Scripts, WhatAnIncidentPackListsIsInDoubt) {
  const intel::Knowledge knowledge = intel::Knowledge::load().value();
  ScriptsOptions options;
  options.knowledge = &knowledge;
  ScriptFiles files{
      {"package.json", R"({"name": "shop", "dependencies": {"plain-crypto-js": "4.2.1", "a": "1"}})"},
      {"node_modules/plain-crypto-js/package.json",
       R"({"name": "plain-crypto-js", "version": "4.2.1", "scripts": {"postinstall": "inert"}})"},
      {"node_modules/a/package.json", R"({"name": "a", "version": "1.0.0", "scripts": {"postinstall": "inert"}})"}};
  options.targets.push_back({".", std::make_unique<MemoryTree>(std::move(files)), {}, {}});
  Progress progress;
  const model::ScriptsReport report = list_scripts(options, progress);
  ASSERT_EQ(report.packages.size(), 2u);
  EXPECT_FALSE(report.packages[0].doubt);
  EXPECT_TRUE(report.packages[1].doubt.value_or("").starts_with("an incident pack lists it: "));
}

TEST(Scripts, TheSameInputGivesTheSameBytes) {
  const ScriptFiles files{
      {"package.json", R"({"name": "shop", "scripts": {"install": "x"}})"},
      {".envrc", "export A=1\n"},
      {".vscode/tasks.json", R"({"tasks": [{"command": "x", "runOptions": {"runOn": "folderOpen"}}]})"}};
  EXPECT_EQ(scripts_of(files), scripts_of(files));
  EXPECT_EQ(scripts_of(files).scripts.size(), 3u);
}

}  // namespace
}  // namespace cordon::app
