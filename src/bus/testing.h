// Events for tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bus/event_line.h"
#include "bus/event_sink.h"
#include "model/generated/event.h"

namespace cordon::bus {

inline model::Event test_event(std::uint64_t seq, model::EventPayload payload) {
  model::Event event;
  event.schema = kEventSchema;
  event.host = "host";
  event.boot = "boot";
  event.sensor = "test";
  event.seq = seq;
  event.id = "host/boot/test/" + std::to_string(seq);
  event.wall_ns = 1'774'915'200'000'000'000 + seq * 1'000'000;  // 2026-03-31T00:00:00Z
  event.mono_ns = seq * 1'000'000;
  event.payload = std::move(payload);
  return event;
}

inline model::Event exec_event(std::uint64_t seq, std::string path, std::vector<std::string> arguments) {
  model::Event event = test_event(seq, model::ExecPayload{std::move(path), std::move(arguments), std::nullopt});
  event.actor = model::Actor{static_cast<std::uint32_t>(100 + seq), seq, 1, 1000, std::nullopt};
  return event;
}

// A sink that fails when it is told to.
class FailingSink final : public EventSink {
 public:
  Result<void> put(const model::Event& event) override {
    if (failing || (most != 0 && events.size() >= most)) return fail(ErrorCode::unavailable, "not now");
    events.push_back(event);
    return {};
  }
  bool failing = false;
  std::size_t most = 0;
  std::vector<model::Event> events;
};

}  // namespace cordon::bus
