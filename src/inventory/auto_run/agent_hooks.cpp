#include "inventory/auto_run/agent_hooks.h"

#include <algorithm>
#include <utility>

namespace cordon::inventory::auto_run {
namespace {

constexpr const char* kSystems[] = {"windows", "linux", "osx"};

void append_words(std::string& out, const Value& value) {
  // VS Code allows {"value": …, "quoting": …} in place of a text.
  const Value text = value.is_object() ? value["value"] : value;
  for (const Value& element : text.elements()) append_words(out, element);
  if (text.is_array() || text.text().empty()) return;
  if (!out.empty()) out += ' ';
  out.append(text.text());
}

void add(std::vector<AutoRun>& out, std::string_view when, std::string text, std::uint32_t line) {
  if (!text.empty()) out.push_back({std::string(when), std::move(text), line});
}

// A command for every system, and one for each where they differ; `when` is that of all of them.
void task_commands(std::vector<AutoRun>& out, const Value& task, const Value& defaults, const std::string& when) {
  const auto commands_of = [&](const Value& from, std::string_view suffix) {
    if (from["command"]) add(out, when + std::string(suffix), command_line(from["command"], from["args"]), from.line());
  };
  const std::size_t before = out.size();
  commands_of(task, "");
  for (const char* system : kSystems) commands_of(task[system], std::string(" (") + system + ")");
  // "type": "npm" runs a script of package.json; other types are those of extensions.
  if (out.size() == before && task["script"])
    add(out, when, std::string(task["type"].text()) + " run " + std::string(task["script"].text()), task.line());
  if (out.size() == before) commands_of(defaults, "");
  if (out.size() == before) add(out, when, "task of type \"" + std::string(task["type"].text()) + "\"", task.line());
}

// VS Code compares the value without regard to case.
bool runs_when_opened(const Value& holder) {
  const std::string_view said = holder["runOptions"]["runOn"].text();
  return std::ranges::equal(said, std::string_view("folderopen"),
                            [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

}  // namespace

std::string command_line(const Value& command, const Value& arguments) {
  std::string out;
  append_words(out, command);
  append_words(out, arguments);
  return out;
}

std::vector<AutoRun> folder_open_tasks(const Value& tasks) {
  std::vector<AutoRun> out;
  const auto collect = [&](const Value& holder, bool all, const std::string& when) {
    for (const Value& task : holder["tasks"].elements())
      if (all || runs_when_opened(task)) task_commands(out, task, holder, when);
  };
  const bool all = runs_when_opened(tasks);
  collect(tasks, all, "folderOpen");
  // A system's own list stands in place of the common one there.
  for (const char* system : kSystems)
    collect(tasks[system], all || runs_when_opened(tasks[system]), std::string("folderOpen (") + system + ")");
  return out;
}

std::vector<AutoRun> container_commands(const Value& root) {
  std::vector<AutoRun> out;
  for (const char* name : {"initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand",
                           "postStartCommand", "postAttachCommand"}) {
    const Value command = root[name];
    if (!command.is_object()) add(out, name, command_line(command), command.line());
    for (const Value::Member& member : command.members()) add(out, name, command_line(member.value), member.line());
  }
  return out;
}

std::vector<AutoRun> hook_commands(const Value& hooks) {
  std::vector<AutoRun> out;
  for (const Value::Member& event : hooks.members()) {
    // An event's value is a list of hooks, of groups of hooks, or one of either. Depth is that of the document.
    std::vector<Value> pending{event.value};
    while (!pending.empty()) {
      const Value value = pending.back();
      pending.pop_back();
      std::vector<Value> below;
      for (const Value& element : value.elements()) below.push_back(element);
      if (value.is_object()) {
        for (const char* name : {"command", "bash", "powershell"})
          if (value[name]) add(out, event.key, command_line(value[name], value["args"]), value[name].line());
        if (value["prompt"].string())
          add(out, event.key, "prompt: " + std::string(value["prompt"].text()), value.line());
        if (value["hooks"]) below.push_back(value["hooks"]);
      }
      pending.insert(pending.end(), below.rbegin(), below.rend());
    }
  }
  return out;
}

std::vector<AutoRun> server_commands(const Value& servers) {
  std::vector<AutoRun> out;
  for (const Value::Member& server : servers.members())
    if (server.value["command"])
      add(out, "mcpServers", command_line(server.value["command"], server.value["args"]), server.line());
  return out;
}

std::vector<AutoRun> named_commands(const Value& root, std::initializer_list<std::string_view> names) {
  std::vector<AutoRun> out;
  for (const std::string_view name : names) {
    const Value value = root[name];
    add(out, name, command_line(value.is_object() ? value["command"] : value), value.line());
  }
  return out;
}

}  // namespace cordon::inventory::auto_run
