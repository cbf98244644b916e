// The processes that belong to a run, from their fork to their exit, and the scripts they belong to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
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

// A script that is known, by value: it may answer for others when it is long forgotten itself.
struct KnownScript {
  ProcessId id;
  std::shared_ptr<const model::Attribution> package;  // null: there is none
};

struct Script {
  ProcessId run;
  ProcessId outer;                            // the script inside which the run's client was started; none
  std::optional<model::Attribution> package;  // as its first process said
  std::string manifest;                       // npm_package_json, by which what is inherited is told from what is new
  std::string event;                          // npm_lifecycle_event
  std::optional<model::Attribution> unknown;  // said of it where no package is known and it may be somebody's script
  bool started = false;                       // its first program is known: nothing more is believed of it
  std::size_t processes = 0;                  // that run in it, or as a client inside it
  // Found when the script became known, however many scripts stand around it: the outermost of them that a package
  // runs because it was installed, and the innermost that is known.
  KnownScript installs;
  KnownScript nearest;
};

// What the scripts on a task's way say: who answers for what is done in it, and who else was on the way.
struct Answer {
  const model::Attribution* package = nullptr;    // nothing: no script on the way is known
  ProcessId script;                               // whose first process said so
  std::vector<const model::Attribution*> others;  // of the 64 innermost on the way
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
  const Script* script(const ProcessId& id) const;

  // Who answers for a task: the outermost script on its way that a package runs because it was installed, as such a
  // script answers for all it starts, package clients included; where there is none, the innermost script that is
  // known.
  Answer answer_for(const Tag& tag) const;
  // The processes that belong to a script, or to a client started inside it; in order of their start.
  std::vector<ProcessId> running_in(const ProcessId& script) const;

  const std::map<ProcessId, Process>& processes() const { return processes_; }
  // How many processes were not taken up, and scripts given up while something still ran in them.
  std::uint64_t forgotten() const { return forgotten_; }

 private:
  void know_script(const Tag& tag);
  void make_room();
  void count_in(const Tag& tag, bool entered);

  TableLimits limits_;
  std::map<ProcessId, Process> processes_;
  std::map<ProcessId, Script> scripts_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace cordon::host
