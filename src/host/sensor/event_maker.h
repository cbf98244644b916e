// Records in, events out: keeps the processes of every run, finds the package of each record, and says what happened in
// the words of the model. Sees no kernel: tests and replays feed it records of their own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "bus/event_sink.h"
#include "host/host_identity.h"
#include "host/sensor/attribution.h"
#include "host/sensor/proc.h"
#include "host/sensor/process_table.h"
#include "host/sensor/record.h"

namespace cordon::host {

struct MakerOptions {
  HostIdentity identity;
  LockfileLookup lockfile;                                // may be empty
  ManifestLookup manifest;                                // may be empty
  LinkResolver resolve;                                   // may be empty
  std::function<bool(std::string_view path)> wants_read;  // which files' reading is told; empty: none
  // Processor time of a process that still runs, else nothing. Empty: no usage is told.
  std::function<std::optional<std::uint64_t>(const ProcessId&)> cpu_of;
  std::uint64_t usage_every_ns = 5'000'000'000;
  std::uint64_t ends_with_script_ns = 100'000'000;      // who ends so soon after its script was not left running
  std::uint64_t first_bytes_within_ns = 1'000'000'000;  // so long a connection's first packet waits for its first bytes
};

class EventMaker {
 public:
  explicit EventMaker(MakerOptions options);

  // wall_offset_ns: what is added to the time since boot to get UTC. Fails as the sink does.
  Result<void> take(const Record& record, std::int64_t wall_offset_ns, bus::EventSink& sink);
  // What is due by time alone: usage, and connections whose first bytes did not come.
  Result<void> tick(std::uint64_t now_ns, std::int64_t wall_offset_ns, bus::EventSink& sink);
  // Tells that events were lost.
  Result<void> lose(std::uint64_t count, std::string reason, std::uint64_t now_ns, std::int64_t wall_offset_ns,
                    bus::EventSink& sink);

  const ProcessTable& table() const { return table_; }
  // Scripts whose client said what they are, but not of which package; those of a project without a name left out.
  std::uint64_t unknown_scripts() const { return unknown_scripts_; }
  std::uint64_t made() const { return seq_; }

 private:
  struct Pending {
    RecordHead head;
    SentRecord sent;
  };
  // The end of a script of which something still ran: what ends right after it was not left behind.
  struct Held {
    model::Event event;
    std::vector<ProcessId> left;
  };

  Result<void> on(const RecordHead& head, const ForkRecord& record, bus::EventSink& sink);
  Result<void> on(const RecordHead& head, const ExecRecord& record, bus::EventSink& sink);
  Result<void> on(const RecordHead& head, const ExitRecord& record, bus::EventSink& sink);
  Result<void> on(const RecordHead& head, const ConnectRecord& record, bus::EventSink& sink);
  Result<void> on(const RecordHead& head, const SentRecord& record, bus::EventSink& sink);
  Result<void> on(const RecordHead& head, const FileRecord& record, bus::EventSink& sink);
  Result<void> on(const RecordHead& head, const AnswerRecord& record, bus::EventSink& sink);

  Result<void> put_file(const RecordHead& head, const FileRecord& record, bus::EventSink& sink);
  void learn_script(const RecordHead& head, const ExecRecord& record);
  void learn_program(const RecordHead& head, const ExecRecord& record, Process& process);
  std::optional<model::Attribution> unknown_of(const RecordHead& head) const;
  std::optional<std::string> name_of(const RecordHead& head, const std::string& address) const;
  Result<void> put_sent(const Pending& pending, bus::EventSink& sink);
  Result<void> put(const RecordHead& head, model::EventPayload payload, bus::EventSink& sink);
  std::optional<model::Attribution> package_of(const RecordHead& head, const Process* process) const;
  model::Event event(std::uint64_t time_ns, model::EventPayload payload) const;
  model::Event event_of(const RecordHead& head, model::EventPayload payload) const;
  Result<void> emit(model::Event event, bus::EventSink& sink);
  Result<void> put_pending_of(const ProcessId& process, bus::EventSink& sink);
  Result<void> release_first(bus::EventSink& sink);
  Result<void> release_held(std::uint64_t now_ns, bus::EventSink& sink);
  Result<void> tell_usage(std::uint64_t now_ns, bus::EventSink& sink);

  MakerOptions options_;
  ProcessTable table_;
  std::map<std::uint64_t, Pending> pending_;  // by socket
  std::vector<Held> held_;
  // Under which name an address was asked for last, by run: what one run was told says nothing of another.
  std::map<std::pair<ProcessId, std::string>, std::string> names_;
  std::uint64_t seq_ = 0;
  std::uint64_t unknown_scripts_ = 0;
  std::uint64_t next_usage_ns_ = 0;
  std::int64_t wall_offset_ns_ = 0;
};

}  // namespace cordon::host
