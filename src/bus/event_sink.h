// Where events go: a file, memory, later a queue.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/generated/event.h"

namespace cordon::bus {

class EventSink {
 public:
  virtual ~EventSink() = default;
  // Takes one event over. Fails as the sink does (io, too_large); the event is then not kept, and whoever calls says
  // so.
  virtual Result<void> put(const model::Event& event) = 0;
  // Everything taken over so far stands where it should.
  virtual Result<void> flush() { return {}; }
};

// Events held in memory.
class MemorySink final : public EventSink {
 public:
  Result<void> put(const model::Event& event) override {
    events.push_back(event);
    return {};
  }
  std::vector<model::Event> events;
};

}  // namespace cordon::bus
