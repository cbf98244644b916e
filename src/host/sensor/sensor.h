// The kernel sensor: what package clients and the scripts of packages do on this machine, as events. It only observes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "bus/event_source.h"
#include "host/sensor/attribution.h"
#include "host/sensor/event_maker.h"
#include "host/sensor/kernel_program.h"
#include "model/generated/model.h"

namespace cordon::host {

struct SensorOptions {
  KernelOptions kernel;                    // clients and interpreters empty: those that are known (client_names.h)
  LockfileLookup lockfile;                 // may be empty: then no lockfile agrees or disagrees
  std::chrono::milliseconds idle{60'000};  // so long after the start, and after a run, files are watched
  std::function<bool(std::string_view path)> wants_read;  // which files' reading is told; empty: none
};

// What was seen since the start.
struct SensorCounts {
  std::uint64_t events = 0;          // put into the sink
  std::uint64_t lost = 0;            // told in loss events
  std::uint64_t untagged_execs = 0;  // programs that no package client started: counted, never told
};

class Sensor final : public bus::EventSource {
 public:
  // Needs root, or CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN. Fails: permission_denied, unavailable (what
  // the kernel lacks). Sees runs that begin from now on; a client that already runs is not seen.
  static Result<std::unique_ptr<Sensor>> open(SensorOptions options);

  // What could not be loaded, each as "sensor:TIER"; what was not understood, as "sensor:records".
  std::vector<model::FileUnread> unread() const;
  SensorCounts counts() const;

  // Fails: unavailable (the rings cannot be read), or as the sink does; then the event it refused is gone, and the next
  // call goes on behind it. Never answers ended.
  Result<bus::SourceState> poll(std::chrono::milliseconds wait, bus::EventSink& sink) override;

 private:
  Sensor(KernelProgram program, EventMaker maker, std::chrono::milliseconds idle);
  Result<void> take(const RawRecord& raw, std::int64_t wall_offset_ns, bus::EventSink& sink);
  void watch_files_from(const Record& record);
  void rest();
  Result<void> tell_losses(bus::EventSink& sink);

  KernelProgram program_;
  EventMaker maker_;
  std::span<const RawRecord> records_;  // read and not taken yet
  KernelCounts told_;
  std::chrono::steady_clock::time_point counted_;
  std::chrono::milliseconds idle_;
  std::chrono::steady_clock::time_point busy_;  // when something was last known to run
  std::uint64_t late_scripts_ = 0;              // that began before files were watched
  std::string why_no_files_;
  std::uint64_t lost_ = 0;
  std::uint64_t undecoded_ = 0;
  std::string why_undecoded_;
  std::uint64_t cut_environments_ = 0;
};

}  // namespace cordon::host
