// Files that make an editor, a coding agent, git or a shell run something in a folder without being asked each time.
//
//   .vscode/tasks.json, *.code-workspace     tasks with runOn: folderOpen
//   .devcontainer/…/devcontainer.json        initializeCommand, on…, update…, postCreateCommand, …
//   .claude/settings.json, settings.local…   hooks, and helpers that give keys or a status line
//   .gemini/settings.json                    hooks, discovery and call commands of tools
//   .cursor/hooks.json, .cursor/rules/*.mdc  hooks; rules that apply always
//   .mcp.json, .cursor/mcp.json              programs that serve tools to an agent; also in Gemini's settings
//   .git/hooks/*, .husky/*                   hooks of git
//   .git/config, .git/config.worktree        programs that it names (git_config.h); also in .git/modules/…, those of
//                                            submodules, and in .git/worktrees/…
//   .envrc                                   direnv
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/scripts_report.h"

namespace cordon::inventory::auto_run {

enum class AutoRunForm : std::uint8_t {
  vscode_tasks,
  code_workspace,
  devcontainer,
  claude_settings,
  gemini_settings,
  cursor_hooks,
  cursor_rule,
  mcp_servers,
  git_hook,
  git_config,
  envrc,
};

struct AutoRun {
  std::string when;  // folderOpen, postCreateCommand, SessionStart, pre-commit, ...
  std::string text;  // the command; of a script its lines that are neither blank nor comments
  std::uint32_t line = 0;
};

// Which of these files a path of a tree is, by its last parts; the folder that holds it all (".vscode") may stand
// anywhere.
std::optional<AutoRunForm> auto_run_form(std::string_view path);

// Whether such a file may stand in a folder of this name.
bool may_hold_auto_runs(std::string_view folder_name);

// The folder for which the file counts: that which holds ".vscode", or the file itself. "" for the root of the tree.
std::string_view folder_of_auto_run(std::string_view path);

model::RunKind kind_of(AutoRunForm form);

// What of it runs. Fails as json::parse does (comments and trailing commas are allowed), with too_large, and with
// wrong_type where the file is none of its kind.
Result<std::vector<AutoRun>> read_auto_run(AutoRunForm form, std::string_view path, std::string text,
                                           const Limits& limits = {});

}  // namespace cordon::inventory::auto_run
