// The settings of editors and coding agents that are JSON: what of them runs.
#pragma once

#include <vector>

#include "base/document.h"
#include "inventory/auto_run/auto_run_file.h"

namespace cordon::inventory::auto_run {

// Tasks that run when the folder is opened: of tasks.json, or of the member "tasks" of a workspace file.
std::vector<AutoRun> folder_open_tasks(const Value& tasks);

// Commands of a development container's life.
std::vector<AutoRun> container_commands(const Value& root);

// "hooks": {"SessionStart": [{"hooks": [{"command": …}]}]}, the form of Claude and Gemini, and {"stop": [{"command":
// …}]}, that of Cursor; anything nested in an event that has a command.
std::vector<AutoRun> hook_commands(const Value& hooks);

// Programs that serve tools: "mcpServers": {"name": {"command": …, "args": […]}}.
std::vector<AutoRun> server_commands(const Value& servers);

// Members of these names that are commands.
std::vector<AutoRun> named_commands(const Value& root, std::initializer_list<std::string_view> names);

// A command with its arguments as one line: a text, or a list of texts.
std::string command_line(const Value& command, const Value& arguments = {});

}  // namespace cordon::inventory::auto_run
