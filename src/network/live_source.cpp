#include "network/live_source.h"

#include <time.h>

#include <utility>

namespace cordon::network {

namespace {

std::uint64_t now_ns(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

}  // namespace

TrafficOptions live_options(TrafficOptions options) {
  options.answer_wait_ns = 5'000'000'000;
  options.identity.has_mono = true;
  options.identity.mono_offset_ns = static_cast<std::int64_t>(now_ns(CLOCK_BOOTTIME) - now_ns(CLOCK_REALTIME));
  return options;
}

LiveSource::LiveSource(LiveCapture capture, TrafficOptions options, Traffic::OnFlow on_flow)
    : capture_(std::move(capture)), traffic_(std::move(options), std::move(on_flow)) {}

Result<bus::SourceState> LiveSource::poll(std::chrono::milliseconds wait, bus::EventSink& sink) {
  TRY(capture_.poll(wait, [&](const CapturedPacket& packet) { return traffic_.packet(packet, sink); }));
  const std::uint64_t now = now_ns(CLOCK_REALTIME);
  TRY(traffic_.tick(now, sink));
  if (const std::uint64_t dropped = TRY(capture_.take_dropped()); dropped > 0)
    TRY(traffic_.lost(dropped, "the ring of the capture was full", now, sink));
  return bus::SourceState::open;
}

}  // namespace cordon::network
