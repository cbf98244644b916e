#include "app/installed_runs.h"

#include <gtest/gtest.h>

#include "app/scripts_testing.h"

namespace cordon::app {
namespace {

using model::RunKind;

// A project with one dependency, "a", as npm's lockfile has it; `entry` are further members of its entry.
ScriptFiles project(const std::string& entry) {
  return {
      {"package.json", R"({"name": "shop", "version": "1.0.0", "dependencies": {"a": "1"}})"},
      {"package-lock.json",
       R"({"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "shop", "version": "1.0.0", "dependencies": {"a": "1"}},
             "node_modules/a": {"version": "1.0.0", "resolved": "https://registry.example.test/a/-/a-1.0.0.tgz", "integrity": "sha512-AA==")" +
           entry + "}}}"}};
}

TEST(InstalledRuns, ALockfileAloneSaysThatAScriptIsThereNotWhich) {
  const model::ScriptsReport report = scripts_of(project(R"(, "hasInstallScript": true)"));
  const model::InstallRun run = only_run(report, "a", "install");
  EXPECT_EQ(run.kind, RunKind::unnamed);
  EXPECT_FALSE(run.text);
  EXPECT_EQ(run.direct, true);
  EXPECT_EQ(run.via, (std::vector<std::string>{"shop@1.0.0", "a@1.0.0"}));
  ASSERT_EQ(report.packages.size(), 1u);
  EXPECT_EQ(report.packages[0].keys.npm, "a@1.0.0");
  EXPECT_EQ(report.packages[0].integrity, std::vector<std::string>{"sha512-AA=="});
  EXPECT_FALSE(report.packages[0].scripts_sha256);
}

TEST(InstalledRuns, AManifestWithoutTheScriptOfTheLockfileIsTold) {
  ScriptFiles files = project(R"(, "hasInstallScript": true)");
  files["node_modules/a/package.json"] = R"({"name": "a", "version": "0.9.0"})";
  const model::InstallRun run = only_run(scripts_of(files), "a", "install");
  EXPECT_EQ(run.kind, RunKind::unnamed);
  ASSERT_EQ(run.remarks.size(), 2u);
  EXPECT_NE(run.remarks[0].find("changed since"), std::string::npos);
  EXPECT_NE(run.remarks[1].find("1.0.0"), std::string::npos);
  EXPECT_EQ(scripts_of(files).packages.at(0).doubt, "a@0.9.0 is installed, and the lockfile has 1.0.0 here");
}

TEST(InstalledRuns, ABuildThatTheLockfileKeepsQuietAboutIsTold) {
  ScriptFiles files = project("");
  files["node_modules/a/package.json"] = R"({"name": "a", "version": "1.0.0"})";
  files["node_modules/a/binding.gyp"] = "{'targets': [{'target_name': 'a', 'sources': ['<!(node index.js)']}]}";
  files["node_modules/a/index.js"] = "inert";
  const model::ScriptsReport report = scripts_of(files);
  EXPECT_EQ(only_run(report, "a", "install").kind, RunKind::native_build);
  const model::InstallRun gyp = only_run(report, "a", "configure");
  EXPECT_EQ(gyp.text, "node index.js");
  EXPECT_EQ(gyp.starts.size(), 1u);
  EXPECT_EQ(gyp.remarks, std::vector<std::string>{"the lockfile says that it has no install script"});
  EXPECT_TRUE(report.packages.at(0).scripts_sha256);
}

TEST(InstalledRuns, WithoutScriptsNothingIsSaid) {
  ScriptFiles files = project("");
  files["node_modules/a/package.json"] =
      R"({"name": "a", "version": "1.0.0", "scripts": {"prepare": "x", "test": "y"}})";
  const model::ScriptsReport report = scripts_of(files);
  EXPECT_TRUE(report.scripts.empty());
  EXPECT_EQ(report.answer.exit_code, 0u);
}

TEST(InstalledRuns, RepositoriesAndFoldersPrepare) {
  const model::ScriptsReport report = scripts_of(
      {{"package.json", R"({"name": "shop", "dependencies": {"g": "github:o/g", "f": "file:./f"}})"},
       {"package-lock.json", R"({"name": "shop", "lockfileVersion": 3, "packages": {
          "": {"name": "shop", "dependencies": {"g": "github:o/g", "f": "file:./f"}},
          "node_modules/g": {"version": "1.0.0", "resolved": "git+ssh://git@github.com/o/g.git#0123456789012345678901234567890123456789"},
          "node_modules/f": {"resolved": "f", "link": true}, "f": {"version": "1.0.0"}}})"},
       {"node_modules/g/package.json", R"({"name": "g", "version": "1.0.0", "scripts": {"prepare": "tsc"}})"},
       {"node_modules/g/.npmrc", "git=./fake\n"}});
  EXPECT_EQ(only_run(report, "g", "prepare").text, "tsc");
  EXPECT_EQ(only_run(report, "g", "git").kind, RunKind::client);
  ASSERT_EQ(report.packages.size(), 1u);
  EXPECT_EQ(report.packages[0].keys.npm, "github:o/g#0123456789012345678901234567890123456789");
}

TEST(InstalledRuns, AFolderOutsideOfTheTreeIsUnreadBeforeItIsLinked) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop", "dependencies": {"l": "file:../out"}})"},
                  {"package-lock.json", R"({"name": "shop", "lockfileVersion": 3, "packages": {
          "": {"name": "shop", "dependencies": {"l": "file:../out"}},
          "../out": {"name": "l", "version": "1.0.0"}, "node_modules/l": {"resolved": "../out", "link": true}}})"}});
  EXPECT_TRUE(is_unread(report, "outside_root", true));
  EXPECT_EQ(report.answer.exit_code, 3u);
}

TEST(InstalledRuns, OfARepositoryThatIsNotHereNobodyKnowsWhatItPrepares) {
  const model::ScriptsReport report = scripts_of(
      {{"package-lock.json",
        R"({"name": "shop", "lockfileVersion": 3, "packages": {"": {"name": "shop", "dependencies": {"g": "github:o/g"}},
          "node_modules/g": {"version": "1.0.0", "resolved": "git+ssh://git@github.com/o/g.git#0123456789012345678901234567890123456789"}}})"}});
  EXPECT_EQ(only_run(report, "g", "prepare").kind, RunKind::unnamed);
}

TEST(InstalledRuns, OptionalPackagesOfOtherMachinesAreToldByTheirLockfile) {
  ScriptFiles files = project(R"(, "hasInstallScript": true, "optional": true)");
  files["node_modules/b/package.json"] = R"({"name": "b", "version": "1.0.0"})";
  EXPECT_EQ(only_run(scripts_of(files), "a", "install").remarks, std::vector<std::string>{"not installed here"});
}

}  // namespace
}  // namespace cordon::app
