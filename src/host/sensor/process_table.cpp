#include "host/sensor/process_table.h"

#include <utility>

#include "host/sensor/attribution.h"

namespace cordon::host {

namespace {

// Clients inside scripts inside clients: deeper than anybody nests them.
constexpr std::size_t kNesting = 64;

}  // namespace

Process* ProcessTable::enter(const RecordHead& head) {
  auto found = processes_.find(head.process);
  if (found == processes_.end()) {
    if (processes_.size() >= limits_.processes) {
      ++forgotten_;
      return nullptr;
    }
    found = processes_.emplace(head.process, Process{}).first;
    know_script(head.tag);
    count_in(head.tag, true);
  } else if (found->second.tag != head.tag) {
    count_in(found->second.tag, false);
    know_script(head.tag);
    count_in(head.tag, true);
  }
  Process& process = found->second;
  process.tag = head.tag;
  process.parent_pid = head.parent_pid;
  process.uid = head.uid;
  return &process;
}

Process* ProcessTable::find(const ProcessId& id) {
  auto found = processes_.find(id);
  return found == processes_.end() ? nullptr : &found->second;
}

void ProcessTable::fork(const RecordHead& child, const ProcessId& parent) {
  Process* made = enter(child);
  const Process* from = find(parent);
  if (made == nullptr || from == nullptr) return;
  made->executable = from->executable;
  made->program = from->program;
}

void ProcessTable::leave(const ProcessId& id) {
  auto found = processes_.find(id);
  if (found == processes_.end()) return;
  count_in(found->second.tag, false);
  processes_.erase(found);
}

Script* ProcessTable::script(const ProcessId& id) {
  auto found = scripts_.find(id);
  return found == scripts_.end() ? nullptr : &found->second;
}

void ProcessTable::know_script(const Tag& tag) {
  if (tag.script.none() || scripts_.contains(tag.script)) return;
  if (scripts_.size() >= limits_.scripts) make_room();
  scripts_.emplace(tag.script, Script{tag.run, tag.outer, {}, {}, {}, 0});
}

// The oldest script of which nothing runs goes. What was sent before it ended may still be told, so none goes earlier.
void ProcessTable::make_room() {
  for (auto script = scripts_.begin(); script != scripts_.end(); ++script) {
    if (script->second.processes != 0) continue;
    scripts_.erase(script);
    return;
  }
  scripts_.erase(scripts_.begin());
}

void ProcessTable::count_in(const Tag& tag, bool entered) {
  for (const ProcessId& id : {tag.script, tag.outer}) {
    Script* found = id.none() ? nullptr : script(id);
    if (found == nullptr) continue;
    if (entered) {
      ++found->processes;
    } else if (found->processes != 0) {
      --found->processes;
    }
  }
}

Answer ProcessTable::answer_for(const Tag& tag) const {
  std::vector<std::pair<ProcessId, const model::Attribution*>> way;
  ProcessId at = tag.script.none() ? tag.outer : tag.script;
  for (std::size_t step = 0; step < kNesting && !at.none(); ++step) {
    auto found = scripts_.find(at);
    if (found == scripts_.end()) {
      // A record was lost; the tag itself still knows one step.
      at = at == tag.script ? tag.outer : ProcessId{};
      continue;
    }
    if (found->second.package) way.emplace_back(at, &*found->second.package);
    at = found->second.outer;
  }
  Answer answer;
  for (const auto& [id, package] : way) {
    if (answer.package != nullptr && !is_install_script(*package)) continue;
    answer.package = package;
    answer.script = id;
  }
  for (const auto& [id, package] : way) {
    if (package != answer.package) answer.others.push_back(package);
  }
  return answer;
}

bool ProcessTable::is_inside(const Tag& tag, const ProcessId& script) const {
  ProcessId at = tag.script.none() ? tag.outer : tag.script;
  for (std::size_t step = 0; step < kNesting && !at.none(); ++step) {
    if (at == script) return true;
    auto found = scripts_.find(at);
    at = found == scripts_.end() ? ProcessId{} : found->second.outer;
  }
  return tag.outer == script;
}

std::vector<ProcessId> ProcessTable::running_in(const ProcessId& script) const {
  std::vector<ProcessId> found;
  for (const auto& [id, process] : processes_) {
    if (is_inside(process.tag, script)) found.push_back(id);
  }
  return found;
}

}  // namespace cordon::host
