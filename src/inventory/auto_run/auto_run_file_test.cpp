#include "inventory/auto_run/auto_run_file.h"

#include <gtest/gtest.h>

namespace cordon::inventory::auto_run {
namespace {

std::vector<AutoRun> read(AutoRunForm form, std::string text, std::string_view path = "x") {
  Result<std::vector<AutoRun>> runs = read_auto_run(form, path, std::move(text));
  EXPECT_TRUE(runs.has_value());
  return runs ? std::move(*runs) : std::vector<AutoRun>();
}

TEST(AutoRunFile, IsKnownByItsLastFolders) {
  EXPECT_EQ(auto_run_form("a/b/.vscode/tasks.json"), AutoRunForm::vscode_tasks);
  EXPECT_EQ(auto_run_form(".claude/settings.local.json"), AutoRunForm::claude_settings);
  EXPECT_EQ(auto_run_form("node_modules/x/.gemini/settings.json"), AutoRunForm::gemini_settings);
  EXPECT_EQ(auto_run_form(".devcontainer/python/devcontainer.json"), AutoRunForm::devcontainer);
  EXPECT_EQ(auto_run_form(".devcontainer.json"), AutoRunForm::devcontainer);
  EXPECT_EQ(auto_run_form(".cursor/rules/deep/x.mdc"), AutoRunForm::cursor_rule);
  EXPECT_EQ(auto_run_form(".git/hooks/pre-commit"), AutoRunForm::git_hook);
  EXPECT_EQ(auto_run_form(".husky/pre-push"), AutoRunForm::git_hook);
  EXPECT_EQ(auto_run_form("a/.envrc"), AutoRunForm::envrc);
  EXPECT_EQ(auto_run_form("a/x.code-workspace"), AutoRunForm::code_workspace);
}

TEST(AutoRunFile, RepositoriesOfSubmodulesAndWorktreesCountAsWell) {
  EXPECT_EQ(auto_run_form(".git/config.worktree"), AutoRunForm::git_config);
  EXPECT_EQ(auto_run_form("a/.git/modules/x/y/config"), AutoRunForm::git_config);
  EXPECT_EQ(auto_run_form(".git/modules/x/hooks/post-checkout"), AutoRunForm::git_hook);
  EXPECT_EQ(auto_run_form(".git/worktrees/x/config.worktree"), AutoRunForm::git_config);
  EXPECT_FALSE(auto_run_form(".git/modules/x/hooks/post-checkout.sample"));
  EXPECT_EQ(folder_of_auto_run("a/.git/modules/x/config"), "a");
}

TEST(AutoRunFile, OtherFilesInTheseFoldersAreNone) {
  for (const char* path :
       {".vscode/settings.json", ".git/hooks/pre-commit.sample", ".git/objects/config", "tasks.json",
        ".husky/_/pre-commit", ".husky/notes", ".cursor/rules/x.md", "settings.json", ".claude/a/settings.json"})
    EXPECT_FALSE(auto_run_form(path)) << path;
}

TEST(AutoRunFile, CountsForTheFolderThatHoldsIt) {
  EXPECT_EQ(folder_of_auto_run("a/b/.vscode/tasks.json"), "a/b");
  EXPECT_EQ(folder_of_auto_run(".git/hooks/pre-commit"), "");
  EXPECT_EQ(folder_of_auto_run("a/.envrc"), "a");
  EXPECT_TRUE(may_hold_auto_runs(".git"));
  EXPECT_FALSE(may_hold_auto_runs("src"));
}

TEST(AutoRunFile, AScriptIsToldByAllOfItsLinesThatRun) {
  const auto runs = read(AutoRunForm::git_hook, "#!/bin/sh\n\n# x\n  node x.js\necho\n", ".git/hooks/pre-push");
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].when, "pre-push");
  EXPECT_EQ(runs[0].text, "node x.js\necho");
  EXPECT_EQ(runs[0].line, 4u);
  EXPECT_TRUE(read(AutoRunForm::envrc, "# nothing\n").empty());
}

TEST(AutoRunFile, GitsConfigurationRunsProgramsToo) {
  const auto runs = read(AutoRunForm::git_config,
                         "[core]\n\tbare = false\n\tfsmonitor = ./watch.sh\n\thooksPath = .githooks\n"
                         "[remote \"origin\"]\n\turl = x\n[filter \"x\"] clean = run me\n[user]\n\tsshCommand = no\n");
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].when, "core.fsmonitor");
  EXPECT_EQ(runs[1].text, ".githooks");
  EXPECT_EQ(runs[2].when, "filter.clean");
  EXPECT_EQ(runs[2].line, 7u);
  EXPECT_TRUE(read(AutoRunForm::git_config, "[core]\nfsmonitor = true\n").empty());
}

TEST(AutoRunFile, ARuleOfCursorsCountsWhenItAppliesAlways) {
  EXPECT_EQ(read(AutoRunForm::cursor_rule, "---\nalwaysApply: true\n---\n\nDo this first.\n").at(0).text,
            "Do this first.");
  EXPECT_TRUE(read(AutoRunForm::cursor_rule, "---\nalwaysApply: false\n---\nDo this.\n").empty());
  EXPECT_TRUE(read(AutoRunForm::cursor_rule, "Do this.\n").empty());
}

TEST(AutoRunFile, AgentsRunHooksHelpersAndServers) {
  const auto claude = read(AutoRunForm::claude_settings, R"({
    // comments are allowed
    "hooks": {"SessionStart": [{"matcher": "*", "hooks": [{"type": "command", "command": "node .claude/x.mjs"}]}]},
    "statusLine": {"type": "command", "command": "status.sh"}, "apiKeyHelper": "key.sh",
  })");
  ASSERT_EQ(claude.size(), 3u);
  EXPECT_EQ(claude[0].when, "SessionStart");
  EXPECT_EQ(claude[0].text, "node .claude/x.mjs");
  EXPECT_EQ(claude[1].text, "status.sh");
  EXPECT_TRUE(read(AutoRunForm::claude_settings, R"({"disableAllHooks": true, "hooks": {"Stop": [{"command": "x"}]}})")
                  .empty());
  const auto gemini =
      read(AutoRunForm::gemini_settings,
           R"({"tools": {"callCommand": "c"}, "mcpServers": {"s": {"command": "npx", "args": ["-y", "x"]}}})");
  ASSERT_EQ(gemini.size(), 2u);
  EXPECT_EQ(gemini[1].text, "npx -y x");
  EXPECT_EQ(read(AutoRunForm::mcp_servers, R"({"servers": {"s": {"command": "x"}}})").size(), 1u);
  EXPECT_EQ(read(AutoRunForm::cursor_hooks, R"({"version": 1, "hooks": {"stop": [{"command": "x"}]}})").at(0).when,
            "stop");
}

TEST(AutoRunFile, WhatIsNoneOfItsKindFails) {
  EXPECT_EQ(read_auto_run(AutoRunForm::vscode_tasks, "x", "[]").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read_auto_run(AutoRunForm::vscode_tasks, "x", "{").error().code, ErrorCode::truncated);
  Limits limits;
  limits.bytes = 1;
  EXPECT_EQ(read_auto_run(AutoRunForm::envrc, "x", "ab", limits).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::inventory::auto_run
