#include "network/event_writer.h"

#include <fmt/format.h>

#include <utility>

#include "base/sha256.h"

namespace cordon::network {

EventIdentity identity_of_capture(std::string_view bytes, std::string host) {
  constexpr std::size_t kHead = 1u << 20;  // holds the times of thousands of packets: no two captures share it
  const std::string head = std::to_string(bytes.size()) + " " + std::string(bytes.substr(0, kHead));
  return {.host = std::move(host),
          .boot = "file-" + sha256_hex(head, 8),
          .sensor = "capture",
          .mono_offset_ns = 0,
          .has_mono = false};
}

void EventWriter::put(model::EventPayload payload, std::uint64_t time_ns) {
  model::Event event;
  event.schema = "cordon.event/1";
  event.seq = ++sequence_;
  event.id = fmt::format("{}/{}/{}/{}", identity_.host, identity_.boot, identity_.sensor, event.seq);
  event.wall_ns = time_ns;
  event.mono_ns = identity_.has_mono ? time_ns + static_cast<std::uint64_t>(identity_.mono_offset_ns) : 0;
  event.host = identity_.host;
  event.boot = identity_.boot;
  event.sensor = identity_.sensor;
  event.payload = std::move(payload);
  if (!result_) return;
  result_ = sink_->put(event);
}

Result<void> EventWriter::take_result() { return std::exchange(result_, Result<void>{}); }

}  // namespace cordon::network
