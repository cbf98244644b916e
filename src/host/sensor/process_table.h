// The processes that belong to a run, from their fork to their exit, and the scripts they belong to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/sensor/record.h"
#include "model/generated/event.h"

namespace cordon::host {

struct Process {
  Tag tag;
  std::uint32_t parent_pid = 0;
  std::uint32_t uid = 0;
  std::string executable;                     // empty: not known
  std::optional<model::Attribution> program;  // of a package whose program it is, where no install script answers
};

struct Script {
  ProcessId run;
  ProcessId outer;                            // the script inside which the run's client was started; none
  std::optional<model::Attribution> package;  // as its first process said
  std::string manifest;                       // npm_package_json, by which what is inherited is told from what is new
  std::string event;                          // npm_lifecycle_event
  std::size_t processes = 0;                  // that run in it, or as a client inside it
};

// What the scripts on a task's way say: who answers for what is done in it, and who else was on the way.
struct Answer {
  const model::Attribution* package = nullptr;  // nothing: no script on the way is known
  ProcessId script;                             // whose first process said so
  std::vector<const model::Attribution*> others;
};

struct TableLimits {
  std::size_t processes = 65'536;
  std::size_t scripts = 16'384;
};

class ProcessTable {
 public:
  explicit ProcessTable(TableLimits limits = {}) : limits_(limits) {}

  // The process, made known if it was not, with what this record says of it. Null: the table is full; then forgotten()
  // counts, and what the record itself says is all there is. The pointer holds until the process leaves.
  Process* enter(const RecordHead& head);
  Process* find(const ProcessId& id);
  // A child begins as what its parent was.
  void fork(const RecordHead& child, const ProcessId& parent);
  void leave(const ProcessId& id);

  Script* script(const ProcessId& id);

  // Who answers for a task: the outermost script on its way that a package runs because it was installed, as such a
  // script answers for all it starts, package clients included; where there is none, the innermost script that is
  // known.
  Answer answer_for(const Tag& tag) const;
  // The processes that belong to a script, or to a client started inside it; in order of their start.
  std::vector<ProcessId> running_in(const ProcessId& script) const;

  const std::map<ProcessId, Process>& processes() const { return processes_; }
  std::uint64_t forgotten() const { return forgotten_; }

 private:
  void know_script(const Tag& tag);
  void make_room();
  void count_in(const Tag& tag, bool entered);
  bool is_inside(const Tag& tag, const ProcessId& script) const;

  TableLimits limits_;
  std::map<ProcessId, Process> processes_;
  std::map<ProcessId, Script> scripts_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace cordon::host
