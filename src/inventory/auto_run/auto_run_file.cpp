#include "inventory/auto_run/auto_run_file.h"

#include <algorithm>
#include <iterator>

#include "base/json.h"
#include "inventory/auto_run/agent_hooks.h"
#include "inventory/auto_run/git_config.h"

namespace cordon::inventory::auto_run {
namespace {

constexpr std::string_view kFolders[] = {".vscode", ".devcontainer", ".claude", ".gemini", ".cursor", ".git", ".husky"};

template <std::size_t size>
bool contains(const std::string_view (&names)[size], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

// githooks(5): what git runs by itself on a machine where somebody works.
bool is_git_hook(std::string_view name) {
  static constexpr std::string_view kHooks[] = {
      "applypatch-msg",     "pre-applypatch",    "post-applypatch",       "pre-commit",   "pre-merge-commit",
      "prepare-commit-msg", "commit-msg",        "post-commit",           "pre-rebase",   "post-checkout",
      "post-merge",         "pre-push",          "pre-receive",           "update",       "post-receive",
      "post-update",        "push-to-checkout",  "pre-auto-gc",           "post-rewrite", "sendemail-validate",
      "fsmonitor-watchman", "post-index-change", "reference-transaction", "proc-receive"};
  return contains(kHooks, name);
}

// Of a file below ".git": also of the repositories of submodules and worktrees that stand there.
std::optional<AutoRunForm> git_form(std::string_view inside) {
  const std::size_t slash = inside.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? inside : inside.substr(slash + 1);
  const std::string_view folder = slash == std::string_view::npos ? std::string_view() : inside.substr(0, slash);
  const bool nested = folder.starts_with("modules/") || folder.starts_with("worktrees/");
  if ((folder.empty() || nested) && (name == "config" || name == "config.worktree")) return AutoRunForm::git_config;
  if ((folder == "hooks" || (nested && folder.ends_with("/hooks"))) && is_git_hook(name)) return AutoRunForm::git_hook;
  return std::nullopt;
}

// The path from its last folder of the table on: ".vscode/tasks.json"; else the file's name.
std::string_view known_part(std::string_view path) {
  std::size_t end = path.size();
  while (end != std::string_view::npos && end > 0) {
    const std::size_t slash = path.rfind('/', end - 1);
    const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    if (end < path.size() && contains(kFolders, path.substr(begin, end - begin))) return path.substr(begin);
    end = slash;
  }
  return path.substr(path.rfind('/') + 1);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

template <class Use>
void lines(std::string_view text, Use use) {
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!use(trimmed(text.substr(0, end)), number)) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// A script without its blank lines and comments, as one text that begins at the first of those lines.
std::vector<AutoRun> script(std::string_view when, std::string_view text) {
  std::vector<AutoRun> out;
  lines(text, [&](std::string_view line, std::uint32_t number) {
    if (line.empty() || line.starts_with('#')) return true;
    if (out.empty()) out.push_back({std::string(when), std::string(line), number});
    else out.front().text.append("\n").append(line);
    return true;
  });
  return out;
}

// A rule of Cursor's that goes to the model in every session: Markdown behind "---" lines of settings.
std::vector<AutoRun> cursor_rule(std::string_view text) {
  std::vector<AutoRun> out;
  int marks = 0;
  bool always = false;
  lines(text, [&](std::string_view line, std::uint32_t number) {
    if (line == "---") {
      ++marks;
      return true;
    }
    if (marks == 1 && line.starts_with("alwaysApply:")) always = trimmed(line.substr(12)) == "true";
    if (marks != 2 || line.empty()) return true;
    if (always) out.push_back({"alwaysApply", std::string(line), number});
    return false;
  });
  return out;
}

Result<std::vector<AutoRun>> from_json(AutoRunForm form, std::string text, const Limits& limits) {
  const Document document = TRY(json::parse(std::move(text), {.comments = true, .limits = limits}));
  const Value root = document.root();
  if (!root.is_object()) return fail(ErrorCode::wrong_type, "the settings are no object", root.line());
  std::vector<AutoRun> out;
  const auto append = [&](std::vector<AutoRun> more) {
    out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  switch (form) {
    case AutoRunForm::vscode_tasks: append(folder_open_tasks(root)); break;
    case AutoRunForm::code_workspace: append(folder_open_tasks(root["tasks"])); break;
    case AutoRunForm::devcontainer: append(container_commands(root)); break;
    case AutoRunForm::claude_settings:
      if (root["disableAllHooks"].is_true()) break;
      append(hook_commands(root["hooks"]));
      append(named_commands(root, {"statusLine", "apiKeyHelper", "awsAuthRefresh", "awsCredentialExport",
                                   "gcpAuthRefresh", "otelHeadersHelper"}));
      break;
    case AutoRunForm::gemini_settings:
      append(hook_commands(root["hooks"]));
      append(named_commands(root, {"toolDiscoveryCommand", "toolCallCommand"}));
      append(named_commands(root["tools"], {"discoveryCommand", "callCommand"}));
      append(server_commands(root["mcpServers"]));
      break;
    case AutoRunForm::cursor_hooks: append(hook_commands(root["hooks"])); break;
    default:
      append(server_commands(root["mcpServers"]));
      append(server_commands(root["servers"]));  // VS Code's name of it
      break;
  }
  return out;
}

}  // namespace

std::optional<AutoRunForm> auto_run_form(std::string_view path) {
  const std::string_view part = known_part(path), name = path.substr(path.rfind('/') + 1);
  if (part == ".vscode/tasks.json") return AutoRunForm::vscode_tasks;
  if (part.starts_with(".devcontainer/") && name == "devcontainer.json") return AutoRunForm::devcontainer;
  if (part == ".claude/settings.json" || part == ".claude/settings.local.json") return AutoRunForm::claude_settings;
  if (part == ".gemini/settings.json") return AutoRunForm::gemini_settings;
  if (part == ".cursor/hooks.json") return AutoRunForm::cursor_hooks;
  if (part == ".cursor/mcp.json" || part == ".vscode/mcp.json") return AutoRunForm::mcp_servers;
  if (part.starts_with(".cursor/rules/") && part.ends_with(".mdc")) return AutoRunForm::cursor_rule;
  if (part.starts_with(".git/")) return git_form(part.substr(5));
  if (part.starts_with(".husky/"))
    return is_git_hook(part.substr(7)) ? std::optional(AutoRunForm::git_hook) : std::nullopt;
  if (part != name) return std::nullopt;
  if (name == ".devcontainer.json") return AutoRunForm::devcontainer;
  if (name == ".mcp.json") return AutoRunForm::mcp_servers;
  if (name == ".envrc") return AutoRunForm::envrc;
  return name.ends_with(".code-workspace") ? std::optional(AutoRunForm::code_workspace) : std::nullopt;
}

bool may_hold_auto_runs(std::string_view folder_name) { return contains(kFolders, folder_name); }

std::string_view folder_of_auto_run(std::string_view path) {
  const std::string_view before = path.substr(0, path.size() - known_part(path).size());
  return before.empty() ? before : before.substr(0, before.size() - 1);
}

model::RunKind kind_of(AutoRunForm form) {
  switch (form) {
    case AutoRunForm::vscode_tasks:
    case AutoRunForm::code_workspace:
    case AutoRunForm::devcontainer: return model::RunKind::editor;
    case AutoRunForm::git_hook:
    case AutoRunForm::git_config:
    case AutoRunForm::envrc: return model::RunKind::shell;
    default: return model::RunKind::agent;
  }
}

Result<std::vector<AutoRun>> read_auto_run(AutoRunForm form, std::string_view path, std::string text,
                                           const Limits& limits) {
  if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "larger than the limit");
  switch (form) {
    case AutoRunForm::git_hook: return script(path.substr(path.rfind('/') + 1), text);
    case AutoRunForm::envrc: return script("direnv", text);
    case AutoRunForm::git_config: return git_config_runs(text);
    case AutoRunForm::cursor_rule: return cursor_rule(text);
    default: return from_json(form, std::move(text), limits);
  }
}

}  // namespace cordon::inventory::auto_run
