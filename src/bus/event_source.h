// Where events come from: the kernel, a capture, a file that is replayed, a test.
#pragma once

#include <chrono>
#include <cstdint>

#include "base/result.h"
#include "bus/event_sink.h"

namespace cordon::bus {

enum class SourceState : std::uint8_t {
  open,   // more may come
  ended,  // nothing comes any more
};

class EventSource {
 public:
  virtual ~EventSource() = default;
  // Puts what is there into the sink, in the order in which it happened; waits no longer than `wait` where nothing is.
  // Events that were lost since the last call come as a `loss` event with their exact number. Fails when the source
  // cannot go on, or as the sink does.
  virtual Result<SourceState> poll(std::chrono::milliseconds wait, EventSink& sink) = 0;
};

}  // namespace cordon::bus
