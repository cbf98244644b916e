// Whose a conversation is: the two ends and the time, held against connections that a sensor on the host saw begin.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bus/event_sink.h"
#include "model/generated/event.h"

namespace cordon::app {

struct FlowOwner {
  std::string event;  // id of the event that says so
  std::uint64_t wall_ns = 0;
  std::optional<model::Actor> actor;
  std::optional<model::Attribution> package;
};

class FlowOwners final : public bus::EventSink {
 public:
  // Takes the connect events that know both ends (stage `sent`); passes over all others. At most 1,000,000 are kept;
  // of more, the number is in left_out().
  Result<void> put(const model::Event& event) override;

  // The owner of a conversation that began at this time: same protocol, same ends (in either order: a capture that
  // begins in the middle may take one for the other), and its first packet seen by the
  // host within kClockDifference of that of the capture; of several the nearest. Null where there is none.
  const FlowOwner* find(const model::Flow& flow, std::uint64_t first_ns) const;

  std::size_t size() const { return kept_; }
  std::uint64_t left_out() const { return left_out_; }

  // Two clocks of one machine agree to the packet; those of a tap and a host to this, in nanoseconds.
  static constexpr std::uint64_t kClockDifference = 5'000'000'000;

 private:
  std::map<std::string, std::vector<FlowOwner>, std::less<>> owners_;
  std::size_t kept_ = 0;
  std::uint64_t left_out_ = 0;
};

}  // namespace cordon::app
