#include "app/project_runs.h"

#include <gtest/gtest.h>

#include "app/scripts_testing.h"

namespace cordon::app {
namespace {

using model::RunKind;
using model::RunOwner;
using model::RunState;

TEST(ProjectRuns, TheProjectsOwnScriptsAndThoseOfItsWorkspaces) {
  const model::ScriptsReport report = scripts_of(
      {{"package.json",
        R"({"name": "shop", "workspaces": ["packages/*"], "scripts": {"prepare": "husky", "test": "no"}})"},
       {"packages/a/package.json", R"({"name": "a", "version": "1.0.0", "scripts": {"postinstall": "x"}})"},
       {"package-lock.json",
        R"({"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop", "workspaces": ["packages/*"]},
          "node_modules/a": {"resolved": "packages/a", "link": true}, "packages/a": {"version": "1.0.0", "hasInstallScript": true}}})"},
       {".npmrc", "ignore-scripts=true\n"}});
  ASSERT_EQ(report.scripts.size(), 2u);
  EXPECT_EQ(only_run(report, "shop", "prepare").owner, RunOwner::project);
  const model::InstallRun run = only_run(report, "a", "postinstall");
  EXPECT_EQ(run.owner, RunOwner::workspace);
  EXPECT_EQ(run.state, RunState::blocked);
  EXPECT_EQ(report.answer.exit_code, 0u);
  EXPECT_TRUE(report.packages.empty());
}

TEST(ProjectRuns, WhatAClientLoadsIsNotStoppedBySettings) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop", "packageManager": "pnpm@10.0.0"})"},
                  {"pnpm-lock.yaml", "lockfileVersion: '9.0'\nimporters:\n  .: {}\n"},
                  {".npmrc", "ignore-scripts=true\n"},
                  {".pnpmfile.cjs", "module.exports = {}\n"},
                  {".yarnrc.yml", "yarnPath: .yarn/releases/yarn.cjs\n"}});
  const model::InstallRun pnpmfile = only_run(report, "shop", "pnpmfile");
  EXPECT_EQ(pnpmfile.kind, RunKind::client);
  EXPECT_EQ(pnpmfile.state, RunState::runs);
  EXPECT_EQ(pnpmfile.starts.size(), 1u);
  EXPECT_EQ(only_run(report, "shop", "yarnPath").state, RunState::unknown);
}

TEST(ProjectRuns, PnpmsWorkspaceFileDecides) {
  const model::ScriptsReport report = scripts_of(
      {{"package.json", R"({"name": "shop", "dependencies": {"a": "1.0.0", "b": "1.0.0"}})"},
       {"pnpm-lock.yaml",
        "lockfileVersion: '6.0'\ndependencies:\n  a:\n    specifier: 1.0.0\n    version: 1.0.0\n  b:\n    specifier: "
        "1.0.0\n    version: 1.0.0\n"
        "packages:\n  /a@1.0.0:\n    resolution: {integrity: sha512-AA==}\n    requiresBuild: true\n    dev: false\n"
        "  /b@1.0.0:\n    resolution: {integrity: sha512-AA==}\n    requiresBuild: true\n    dev: false\n"},
       {"pnpm-workspace.yaml", "allowBuilds:\n  a@1.0.0: true\n"}});
  EXPECT_EQ(only_run(report, "a", "install").state, RunState::allowed);
  EXPECT_EQ(only_run(report, "b", "install").state, RunState::blocked);
}

TEST(ProjectRuns, WhatIsAllowedStandsBesideALockfileThatIsNamedAlone) {
  ScriptsOptions options;
  ScriptFiles files{
      {"package.json", R"({"name": "shop", "dependencies": {"a": "1"}, "allowScripts": {"a": true}})"},
      {"package-lock.json",
       R"({"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop", "dependencies": {"a": "1"}},
                      "node_modules/a": {"version": "1.0.0", "hasInstallScript": true}}})"}};
  options.targets.push_back(
      {"package-lock.json", std::make_unique<MemoryTree>(std::move(files)), "package-lock.json", {}});
  Progress progress;
  EXPECT_EQ(only_run(list_scripts(options, progress), "a", "install").state, RunState::allowed);
}

TEST(ProjectRuns, SoDoTheScriptsOfItsProjectAndOfItsWorkspaces) {
  ScriptsOptions options;
  ScriptFiles files{
      {"package.json",
       R"({"name": "shop", "workspaces": ["p"], "scripts": {"prepare": "own", "dependencies": "tree"}})"},
      {"p/package.json",
       R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": "member", "dependencies": "no"}})"},
      {"package-lock.json",
       R"({"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop", "workspaces": ["p"]},
                      "node_modules/p": {"resolved": "p", "link": true}, "p": {"version": "1.0.0"}}})"}};
  options.targets.push_back(
      {"package-lock.json", std::make_unique<MemoryTree>(std::move(files)), "package-lock.json", {}});
  Progress progress;
  std::vector<std::string> texts;
  for (const model::InstallRun& run : list_scripts(options, progress).scripts) texts.push_back(run.text.value_or(""));
  EXPECT_EQ(texts, (std::vector<std::string>{"tree", "member", "own"}));
}

TEST(ProjectRuns, YarnChecksItsConstraintsAtInstallation) {
  ScriptFiles files{{"package.json", R"({"name": "shop", "packageManager": "yarn@4.5.0"})"},
                    {".yarnrc.yml", "enableConstraintsChecks: true\n"},
                    {"yarn.lock", "__metadata:\n  version: 8\n"}};
  EXPECT_TRUE(scripts_of(files).scripts.empty());
  files["yarn.config.cjs"] = "inert";
  EXPECT_EQ(only_run(scripts_of(files), "shop", "enableConstraintsChecks").starts.size(), 1u);
}

TEST(ProjectRuns, HooksInNodeModulesRunForEveryPackage) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop"})"}, {"node_modules/.hooks/postinstall", "#!/bin/sh\ninert\n"}});
  const model::InstallRun run = only_run(report, "", "postinstall");
  EXPECT_EQ(run.kind, RunKind::client);
  EXPECT_EQ(run.state, RunState::unknown);
  EXPECT_EQ(run.starts.size(), 1u);
}

TEST(ProjectRuns, YarnsSettingsTurnScriptsOn) {
  ScriptFiles files{
      {"package.json", R"({"name": "shop", "packageManager": "yarn@4.18.0", "dependencies": {"a": "1.0.0"}})"},
      {"yarn.lock",
       "__metadata:\n  version: 8\n\n\"a@npm:1.0.0\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n"
       "  languageName: node\n  linkType: hard\n\n\"shop@workspace:.\":\n  version: 0.0.0-use.local\n"
       "  resolution: \"shop@workspace:.\"\n  dependencies:\n    a: \"npm:1.0.0\"\n  languageName: unknown\n  "
       "linkType: soft\n"},
      {"node_modules/a/package.json", R"({"name": "a", "version": "1.0.0", "scripts": {"install": "x"}})"}};
  EXPECT_EQ(only_run(scripts_of(files), "a", "install").state, RunState::blocked);
  files[".yarnrc.yml"] = "enableScripts: true\n";
  EXPECT_EQ(only_run(scripts_of(files), "a", "install").state, RunState::runs);
}

TEST(ProjectRuns, PythonRunsCodeInPthFilesEachTimeItStarts) {
  const std::string site = ".venv/lib/python3.12/site-packages/";
  const model::ScriptsReport report =
      scripts_of({{site + "x.pth", "/a/path\nimport os; inert\n"},
                  {site + "plain.pth", "/only/a/path\n"},
                  {site + "a-1.0.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: a\nVersion: 1.0.0\n"},
                  {site + "a-1.0.0.dist-info/RECORD", ""}});
  ASSERT_EQ(report.scripts.size(), 1u);
  EXPECT_EQ(report.scripts[0].kind, RunKind::python);
  EXPECT_EQ(report.scripts[0].text, "import os; inert");
  EXPECT_EQ(report.scripts[0].place.line, 2u);
}

TEST(ProjectRuns, LockfilesOfOthersThatDoNotSayAreUnread) {
  const model::ScriptsReport report =
      scripts_of({{"Cargo.lock",
                   "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n"
                   "source = \"registry+https://registry.example.test/index\"\nchecksum = \"00\"\n"}});
  EXPECT_TRUE(is_unread(report, "scripts_unknown", true));
  EXPECT_EQ(report.answer.exit_code, 3u);
}

}  // namespace
}  // namespace cordon::app
