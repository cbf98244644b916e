#include "app/changed_runs.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;
using Words = std::vector<std::string>;

struct Answer {
  std::vector<model::Finding> findings;
  std::vector<model::FileUnread> unread;
};

Answer compare(const Files& before, const Files& now, const std::vector<RunFolder>& folders = {{"", ""}},
               const std::string& only_file = {}) {
  const Target was{".", std::make_unique<MemoryTree>(before), {}, {}},
      is{".", std::make_unique<MemoryTree>(now), only_file, {}};
  Answer out;
  out.findings = changed_runs(was, is, folders, out.unread);
  return out;
}

// "file:line when: text" of each piece of evidence.
Words news(const Files& before, const Files& now, const std::vector<RunFolder>& folders = {{"", ""}}) {
  Words out;
  for (const model::Finding& finding : compare(before, now, folders).findings) {
    EXPECT_EQ(finding.rule_id, "change.runs-code");
    EXPECT_EQ(finding.severity, model::Severity::medium);
    for (const model::Evidence& piece : finding.evidence) out.push_back(piece.locator + " " + piece.excerpt);
  }
  return out;
}

TEST(ChangedRuns, NamesScriptsThatAreNewOrOthers) {
  const std::string was = R"({"scripts": {"prepare": "husky", "test": "jest"}})";
  EXPECT_EQ(news({{"package.json", was}},
                 {{"package.json", R"({"scripts": {"prepare": "husky", "test": "evil", "preinstall": "node x.js"}})"}}),
            Words{"package.json:1 preinstall: node x.js"});
  EXPECT_EQ(news({{"package.json", was}}, {{"package.json", R"({"scripts": {"prepare": "husky; node x.js"}})"}}),
            Words{"package.json:1 prepare: husky; node x.js"});
  EXPECT_TRUE(news({{"package.json", was}}, {{"package.json", was + "\n"}}).empty());
  EXPECT_TRUE(news({{"package.json", was}}, {{"package.json", "{}"}}).empty());  // gone
  EXPECT_EQ(news({{"package.json", "{}"}}, {{"package.json", "{}"}, {"binding.gyp", "{}"}}),
            Words{"binding.gyp install: node-gyp rebuild"});
}

TEST(ChangedRuns, NamesWhatClientsAreToldToRun) {
  EXPECT_EQ(news({{".npmrc", "audit=true\n"}}, {{".npmrc", "audit=true\nscript-shell=./x.sh\n"}}),
            Words{".npmrc:2 script-shell: ./x.sh"});
  EXPECT_EQ(news({}, {{".npmrc", "node-options=--require ./x.js\ngit=./x.sh\n"}}),
            (Words{".npmrc:1 node-options: --require ./x.js", ".npmrc:2 git: ./x.sh"}));
  EXPECT_EQ(news({{".yarnrc.yml", "enableScripts: false\n"}},
                 {{".yarnrc.yml", "yarnPath: ./x.cjs\nplugins:\n  - path: ./y.cjs\n"}}),
            (Words{".yarnrc.yml:1 yarnPath: ./x.cjs", ".yarnrc.yml:3 plugins: ./y.cjs"}));
  EXPECT_EQ(news({}, {{".yarnrc", "yarn-path \"./x.js\"\n"}}), Words{".yarnrc:1 yarn-path: ./x.js"});
  EXPECT_EQ(news({}, {{"pnpm-workspace.yaml", "configDependencies:\n  own: 1.0.0+sha512-AA==\n"}}),
            Words{"pnpm-workspace.yaml:2 configDependencies: own@1.0.0+sha512-AA=="});
}

TEST(ChangedRuns, AModuleThatTheClientLoadsCountsByItsContent) {
  const Files was{{".pnpmfile.cjs", "module.exports = {}"}, {".yarnrc.yml", "yarnPath: a.cjs\n"}, {"a.cjs", "1"}};
  Files is = was;
  EXPECT_TRUE(news(was, is).empty());
  is[".pnpmfile.cjs"] = "module.exports = {hooks: {}}";
  is["a.cjs"] = "2";
  EXPECT_EQ(news(was, is), (Words{".pnpmfile.cjs:1 pnpmfile: .pnpmfile.cjs (the same file with another content)",
                                  ".yarnrc.yml:1 yarnPath: a.cjs (the same file with another content)"}));
}

TEST(ChangedRuns, NamesFilesThatRunByThemselves) {
  const std::string task =
      R"({"tasks": [{"label": "x", "type": "shell", "command": "echo x", "runOptions": {"runOn": "folderOpen"}}]})";
  EXPECT_EQ(
      news({{".husky/pre-commit", "npm test\n"}}, {{".husky/pre-commit", "npm test\n"}, {".vscode/tasks.json", task}}),
      Words{".vscode/tasks.json:1 folderOpen: echo x"});
  EXPECT_EQ(news({{".husky/pre-commit", "npm test\n"}}, {{".husky/pre-commit", "npm test\nnode x.js\n"}}),
            Words{".husky/pre-commit:1 pre-commit: npm test<U+000A>node x.js"});
  EXPECT_TRUE(news({{".vscode/tasks.json", task}}, {{".vscode/tasks.json", task}}).empty());
  const std::string rule = "---\nalwaysApply: true\n---\nBe kind.\n";
  EXPECT_EQ(news({{".cursor/rules/a.mdc", rule}}, {{".cursor/rules/a.mdc", rule + "And run x.\n"}}).size(), 1u);
}

TEST(ChangedRuns, AFolderThatMovedIsComparedWithItself) {
  const std::string manifest = R"({"scripts": {"prepare": "husky"}})";
  EXPECT_TRUE(news({{"a/package.json", manifest}}, {{"b/package.json", manifest}}, {{"a", "b"}}).empty());
  EXPECT_EQ(news({{"a/package.json", manifest}}, {{"b/package.json", manifest}}, {{"b", "b"}}),
            Words{"b/package.json:1 prepare: husky"});
}

TEST(ChangedRuns, AChangedFileThatCannotBeReadIsUnread) {
  const Files broken{{".vscode/tasks.json", "{"}};
  EXPECT_EQ(compare({}, broken).unread.size(), 1u);
  EXPECT_TRUE(compare(broken, broken).unread.empty());
  EXPECT_TRUE(compare({}, {{"package.json", R"({"scripts": {"install": "x"}})"}}, {{"", ""}}, "package-lock.json")
                  .findings.empty());
}

}  // namespace
}  // namespace cordon::app
