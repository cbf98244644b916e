#include "host/sensor/process_table.h"

#include <set>
#include <utility>

#include "host/sensor/attribution.h"

namespace cordon::host {

namespace {

// So many scripts around a task are named; who answers for it is known without a look at them.
constexpr std::size_t kNesting = 64;

KnownScript known(const ProcessId& id, const model::Attribution& package) {
  return {id, std::make_shared<const model::Attribution>(package)};
}

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

const Script* ProcessTable::script(const ProcessId& id) const {
  auto found = scripts_.find(id);
  return found == scripts_.end() ? nullptr : &found->second;
}

void ProcessTable::know_script(const Tag& tag) {
  if (tag.script.none() || scripts_.contains(tag.script)) return;
  if (scripts_.size() >= limits_.scripts) make_room();
  Script made;
  made.run = tag.run;
  made.outer = tag.outer;
  if (const Script* outer = script(tag.outer); outer != nullptr) {
    made.installs = outer->installs;
    made.nearest = outer->nearest;
    if (outer->package) made.nearest = known(tag.outer, *outer->package);
    bool first = made.installs.package == nullptr && outer->package && is_install_script(*outer->package);
    if (first) made.installs = made.nearest;
  }
  scripts_.emplace(tag.script, std::move(made));
}

// The oldest script of which nothing runs goes. What was sent before it ended may still be told, so none goes earlier.
void ProcessTable::make_room() {
  for (auto script = scripts_.begin(); script != scripts_.end(); ++script) {
    if (script->second.processes != 0) continue;
    scripts_.erase(script);
    return;
  }
  scripts_.erase(scripts_.begin());
  ++forgotten_;
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
  ProcessId at = tag.script.none() ? tag.outer : tag.script;
  auto found = scripts_.find(at);
  if (found == scripts_.end() && at != tag.outer) {
    // A record was lost; the tag itself still knows one step.
    at = tag.outer;
    found = scripts_.find(at);
  }
  Answer answer;
  if (found == scripts_.end()) return answer;
  const Script& inner = found->second;
  if (inner.installs.package != nullptr) {
    answer.package = inner.installs.package.get();
    answer.script = inner.installs.id;
  } else if (inner.package) {
    answer.package = &*inner.package;
    answer.script = at;
  } else {
    answer.package = inner.nearest.package.get();
    answer.script = inner.nearest.id;
  }
  for (std::size_t step = 0; step < kNesting && found != scripts_.end(); ++step) {
    bool answers = found->first == answer.script;
    if (found->second.package && !answers) answer.others.push_back(&*found->second.package);
    found = scripts_.find(found->second.outer);
  }
  return answer;
}

std::vector<ProcessId> ProcessTable::running_in(const ProcessId& script) const {
  // A script begins after the one around it, so in the order of their starts one look at each is enough.
  std::set<ProcessId> inside{script};
  for (auto each = scripts_.upper_bound(script); each != scripts_.end(); ++each) {
    if (inside.contains(each->second.outer)) inside.insert(each->first);
  }
  std::vector<ProcessId> found;
  for (const auto& [id, process] : processes_) {
    if (inside.contains(process.tag.script) || inside.contains(process.tag.outer)) found.push_back(id);
  }
  return found;
}

}  // namespace cordon::host
