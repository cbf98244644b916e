// A network interface as a source of Events.
#pragma once

#include <chrono>
#include <string>

#include "bus/event_source.h"
#include "network/live_capture.h"
#include "network/traffic.h"

namespace cordon::network {

class LiveSource final : public bus::EventSource {
 public:
  LiveSource(LiveCapture capture, TrafficOptions options, Traffic::OnFlow on_flow = {});

  // Packets that the kernel dropped come as a loss event with their exact number, at the time of the call.
  Result<bus::SourceState> poll(std::chrono::milliseconds wait, bus::EventSink& sink) override;
  // No more packets are read: all conversations end.
  Result<void> finish(bus::EventSink& sink) { return traffic_.finish(sink); }

  const TrafficTotals& totals() const { return traffic_.totals(); }
  std::vector<model::FileUnread> unread(const std::string& interface) const { return traffic_.unread(interface); }

 private:
  LiveCapture capture_;
  Traffic traffic_;
};

// What of the options should be otherwise when nothing is replayed: answers are waited for as long as somebody who
// looks on would wait, the keys of the table are unpredictable, and the time since boot is known.
TrafficOptions live_options(TrafficOptions options);

}  // namespace cordon::network
