// Makes Events of what was seen, and hands them to a sink.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "bus/event_sink.h"
#include "model/generated/event.h"

namespace cordon::network {

// What the id of every event is made of: host/boot/sensor/seq.
struct EventIdentity {
  std::string host;
  std::string boot;
  std::string sensor = "capture";
  // What is added to the time of a packet to get nanoseconds since boot; live only. A file does not say: its events
  // have 0.
  std::int64_t mono_offset_ns = 0;
  bool has_mono = false;
};

// Of a file: the digest of its size and its first MiB stands for the boot, so that reading it twice, under whatever
// name, gives the same ids, and another capture others.
EventIdentity identity_of_capture(std::string_view bytes, std::string host);

class EventWriter {
 public:
  explicit EventWriter(EventIdentity identity) : identity_(std::move(identity)) {}

  // Where events go until the next call; must stand as long as put() is called.
  void attach(bus::EventSink& sink) { sink_ = &sink; }
  void put(model::EventPayload payload, std::uint64_t time_ns);
  // The first failure of the sink since the last call.
  Result<void> take_result();
  std::uint64_t events() const { return sequence_; }

 private:
  EventIdentity identity_;
  bus::EventSink* sink_ = nullptr;
  std::uint64_t sequence_ = 0;
  Result<void> result_;
};

}  // namespace cordon::network
