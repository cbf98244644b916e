// A capture file as a source of Events.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "bus/event_source.h"
#include "network/capture_file.h"
#include "network/traffic.h"

namespace cordon::network {

class CaptureSource final : public bus::EventSource {
 public:
  static constexpr std::size_t kPacketsAPoll = 4096;

  // `path` is what Coverage calls the file.
  CaptureSource(CaptureFile file, std::string path, TrafficOptions options, Traffic::OnFlow on_flow = {});

  // Reads on, never waits. What the capturing machine says it lost comes as one loss event at the end.
  Result<bus::SourceState> poll(std::chrono::milliseconds wait, bus::EventSink& sink) override;

  const TrafficTotals& totals() const { return traffic_.totals(); }
  // What could not be read of the file, and what was not understood in it; complete once poll() said `ended`.
  std::vector<model::FileUnread> unread() const;

 private:
  CaptureFile file_;
  std::string path_;
  Traffic traffic_;
  bool ended_ = false;
};

}  // namespace cordon::network
