// From events in order to what rules may ask: keeps processes, scripts and contacts, and fills one record an event.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "detection/bounded.h"
#include "detection/contacts.h"
#include "detection/fields.h"
#include "detection/places.h"
#include "detection/process_table.h"
#include "detection/script.h"
#include "model/generated/event.h"
#include "model/registries.h"

namespace cordon::detection {

// How much is kept; what came first goes when it is full.
struct ObserverLimits {
  std::size_t processes = 65'536;
  std::size_t scripts = 4'096;
  std::size_t clients = 1'024;
  std::size_t flows = 16'384;
};

// One event as rules see it. Valid until the next one is observed.
struct Observation {
  Script* script = nullptr;
  model::Attribution package;
  model::Evidence evidence;
  unsigned weight = 0;  // of the evidence, where there is no room for all: see evidence_weight
  EventRecord record;
};

class Observer {
 public:
  Observer(Places places, model::Registries registries, const ObserverLimits& limits = {});

  // Takes note of the event. Nothing when it belongs to no package: then it is used and not judged. An event of a
  // capture, which knows no process, belongs to the package whose connection has the same two ends.
  std::optional<Observation> look(const model::Event& event);

  std::uint64_t processes_evicted() const { return processes_.evicted(); }
  std::uint64_t scripts_evicted() const { return scripts_.evicted(); }
  // Programs that began in scripts whose package the sensor does not know.
  std::uint64_t programs_of_nobody() const { return programs_of_nobody_; }
  // Programs that a package ships, or that they began, which somebody started.
  std::uint64_t programs_not_installing() const { return programs_not_installing_; }
  std::uint64_t facts_left_out() const { return facts_left_out_ + contacts_.left_out() + flows_.evicted(); }

 private:
  struct Owner {
    model::Attribution package;
    std::optional<model::Actor> actor;
  };

  std::optional<Owner> owner_of(const model::Event& event) const;
  void look_at_client(const model::Event& event);
  void note_phase(Script& script, Process& process, const model::Attribution& package, const model::Event& event);
  void fill_process(EventRecord& record, const Script& script, Process& process);
  void fill_script(EventRecord& record, const Script& script, const model::Attribution& package) const;

  void look_at(const model::ExecPayload& it, Observation& out, Process& process);
  void look_at(const model::ExitPayload& it, Observation& out, Process& process, const model::Event& event);
  void look_at(const model::UsagePayload& it, Observation& out, Process& process);
  void look_at(const model::FilePayload& it, Observation& out, Process& process);
  void look_at(const model::ConnectPayload& it, Observation& out, const model::Event& event);
  void look_at(const model::DnsPayload& it, Observation& out) const;
  void look_at(const model::TlsPayload& it, Observation& out) const;
  void look_at(const model::HttpPayload& it, Observation& out) const;

  void note_time(Observation& out, const Process& process, std::uint64_t cpu_ns, std::uint64_t elapsed_ns);
  void note_written(Script& script, const std::string& path, bool was_there);
  void note_own_files(Observation& out, const std::string& path, const std::string& target,
                      model::FileOperation operation);
  void read_secret(const std::string& path, Observation& out, const Process& process);
  void note_resolver(std::string_view address, std::uint32_t port, Observation& out) const;
  void note_contact(std::string_view kind, Observation& out, std::string_view application) const;

  Places places_;
  Contacts contacts_;
  ProcessTable processes_;
  BoundedMap<std::string, Script> scripts_;
  BoundedMap<std::string, Owner> flows_;
  std::uint64_t facts_left_out_ = 0;
  std::uint64_t programs_of_nobody_ = 0;
  std::uint64_t programs_not_installing_ = 0;
};

}  // namespace cordon::detection
