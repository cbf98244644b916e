// In front of a sink that may fail for a while: what it does not take is kept on the disk and given to it later, in
// order. What the disk cannot keep either is counted, and told as a `loss` event.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "bus/event_file.h"
#include "bus/event_sink.h"

namespace cordon::bus {

class Spool final : public EventSink {
 public:
  // `path`: the file that keeps them; what an earlier process left in it is given to `behind` first. `most_bytes` of
  // it. Fails as EventFile::open does.
  static Result<Spool> open(EventSink& behind, const std::string& path, std::uint64_t most_bytes = 1ull << 30);

  // Takes the event over, whatever the sink behind says. Never fails: what had to be let go is in lost().
  Result<void> put(const model::Event& event) override;
  // Gives everything that is kept to the sink behind, and has it flush. Fails as that does; what it did not take stays.
  // After a crash between the two, some events are given twice: their id tells.
  Result<void> flush() override;

  std::uint64_t kept() const { return kept_; }  // events that wait
  std::uint64_t lost() const { return lost_; }  // events that were let go since the last loss event

 private:
  Spool(EventSink& behind, std::string path, std::uint64_t most_bytes)
      : behind_(&behind), path_(std::move(path)), most_bytes_(most_bytes) {}
  void keep(const model::Event& event);
  Result<void> drain();
  Result<void> tell_loss(const model::Event& at);

  EventSink* behind_;
  std::string path_;
  std::uint64_t most_bytes_;
  std::optional<EventFile> file_;  // open while something is kept
  std::uint64_t bytes_ = 0;        // of what is kept
  std::uint64_t given_ = 0;        // of those kept, how many the sink behind has taken already
  std::uint64_t kept_ = 0, lost_ = 0, losses_ = 0;
  std::chrono::steady_clock::time_point next_attempt_{};
  std::optional<model::Event> last_lost_;
};

}  // namespace cordon::bus
