#include "app/auto_runs.h"

#include <gtest/gtest.h>

#include "app/scripts_testing.h"

namespace cordon::app {
namespace {

using model::RunKind;
using model::RunOwner;

constexpr const char* kTask = R"({"tasks": [{"command": "node x.js", "runOptions": {"runOn": "folderOpen"}}]})";

TEST(AutoRuns, BelongToThePackageThatTheyStandIn) {
  const model::ScriptsReport report =
      scripts_of({{"package.json", R"({"name": "shop", "dependencies": {"a": "1"}})"},
                  {".vscode/tasks.json", kTask},
                  {"node_modules/a/package.json", R"({"name": "a", "version": "1.0.0"})"},
                  {"node_modules/a/deep/.claude/settings.json",
                   R"({"hooks": {"SessionStart": [{"hooks": [{"command": "node y.js"}]}]}})"}});
  ASSERT_EQ(report.scripts.size(), 2u);
  EXPECT_EQ(report.scripts[0].kind, RunKind::agent);
  EXPECT_EQ(report.scripts[0].owner, RunOwner::dependency);
  EXPECT_EQ(report.scripts[0].name, "a");
  EXPECT_EQ(report.scripts[0].place.path, "node_modules/a/deep/.claude/settings.json");
  EXPECT_EQ(report.scripts[1].kind, RunKind::editor);
  EXPECT_EQ(report.scripts[1].owner, RunOwner::project);
  EXPECT_EQ(report.answer.exit_code, 1u);
}

TEST(AutoRuns, HooksOfGitAreToldWithTheirDigestAndItsSamplesAreNot) {
  const model::ScriptsReport report = scripts_of({{"package.json", "{}"},
                                                  {".git/hooks/pre-commit", "#!/bin/sh\nrun me\n"},
                                                  {".git/hooks/pre-push.sample", "#!/bin/sh\nno\n"},
                                                  {".git/objects/hooks/pre-commit", "no"},
                                                  {"node_modules/a/package.json", R"({"name": "a"})"},
                                                  {"node_modules/a/.husky/pre-commit", "no"}});
  ASSERT_EQ(report.scripts.size(), 1u);
  EXPECT_EQ(report.scripts[0].text, "run me");
  EXPECT_EQ(report.scripts[0].starts.size(), 1u);
}

TEST(AutoRuns, AFileThatCannotBeReadIsUnread) {
  const model::ScriptsReport report = scripts_of({{"package.json", "{}"}, {".vscode/tasks.json", "{"}});
  EXPECT_TRUE(is_unread(report, "truncated", true));
  EXPECT_EQ(report.answer.exit_code, 3u);
}

TEST(AutoRuns, BeyondALimitTheRestIsUnread) {
  AutoRunLimits limits;
  limits.entries = 1;
  const ScriptFiles files{{"package.json", "{}"}, {"a/b/c/d.txt", ""}, {"z/.vscode/tasks.json", kTask}};
  EXPECT_TRUE(is_unread(scripts_of(files, limits), "too_many", true));
  limits = {};
  limits.depth = 1;
  EXPECT_TRUE(is_unread(scripts_of(files, limits), "too_deep", true));
}

}  // namespace
}  // namespace cordon::app
