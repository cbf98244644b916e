#include "bus/spool.h"

#include <sys/stat.h>
#include <unistd.h>

#include "bus/event_line.h"
#include "bus/event_reader.h"

namespace cordon::bus {
namespace {

// Gives on what it gets, but for the first so many, which were given before; counts what was taken.
class Resuming final : public EventSink {
 public:
  Resuming(EventSink& behind, std::uint64_t& given) : behind_(behind), given_(given) {}
  Result<void> put(const model::Event& event) override {
    if (seen_++ < given_) return {};
    TRY(behind_.put(event));
    ++given_;
    return {};
  }

 private:
  EventSink& behind_;
  std::uint64_t& given_;
  std::uint64_t seen_ = 0;
};

// Every attempt reads what is kept from its beginning.
constexpr std::chrono::seconds kBetweenAttempts{1};
constexpr Rotation kNoRotation{UINT64_MAX, 0};

}  // namespace

Result<Spool> Spool::open(EventSink& behind, const std::string& path, std::uint64_t most_bytes) {
  Spool spool(behind, path, most_bytes);
  EventFile file = TRY(EventFile::open(path, kNoRotation));
  struct stat state{};
  if (::stat(path.c_str(), &state) == 0 && state.st_size > 0) {
    spool.bytes_ = static_cast<std::uint64_t>(state.st_size);
    spool.kept_ = 1;  // how many is found out when they are read
    spool.file_.emplace(std::move(file));
    (void)spool.drain();
  }
  return spool;
}

Result<void> Spool::put(const model::Event& event) {
  if (kept_ > 0 && std::chrono::steady_clock::now() >= next_attempt_) (void)drain();
  if (kept_ == 0 && lost_ > 0) (void)tell_loss(*last_lost_);
  if (kept_ > 0 || !behind_->put(event)) keep(event);
  return {};
}

Result<void> Spool::flush() {
  TRY(drain());
  if (lost_ > 0) TRY(tell_loss(*last_lost_));
  return behind_->flush();
}

void Spool::keep(const model::Event& event) {
  const std::uint64_t size = to_line(event).size() + 1;
  const auto lose = [&] {
    ++lost_;
    last_lost_ = event;
  };
  if (bytes_ + size > most_bytes_) return lose();
  if (!file_) {
    Result<EventFile> file = EventFile::open(path_, kNoRotation);
    if (!file) return lose();
    file_.emplace(std::move(*file));
  }
  if (!file_->put(event)) return lose();
  bytes_ += size;
  ++kept_;
}

Result<void> Spool::drain() {
  if (kept_ == 0) return {};
  next_attempt_ = std::chrono::steady_clock::now() + kBetweenAttempts;
  TRY(file_->flush());
  EventReader reader = TRY(EventReader::open(path_));
  Resuming resuming(*behind_, given_);
  while (TRY(reader.poll(std::chrono::milliseconds(0), resuming)) == SourceState::open) {
  }
  TRY(behind_->flush());
  if (::truncate(path_.c_str(), 0) != 0) return fail(ErrorCode::io, "cannot empty " + path_);
  file_.reset();
  kept_ = bytes_ = given_ = 0;
  return {};
}

// The loss stands where the last of them would have stood.
Result<void> Spool::tell_loss(const model::Event& at) {
  model::Event loss;
  loss.schema = kEventSchema;
  loss.wall_ns = at.wall_ns;
  loss.mono_ns = at.mono_ns;
  loss.host = at.host;
  loss.boot = at.boot;
  loss.sensor = at.sensor + ".spool";
  loss.seq = losses_;
  loss.id = loss.host + "/" + loss.boot + "/" + loss.sensor + "/" + std::to_string(loss.seq);
  loss.payload = model::LossPayload{lost_, "the sink did not take them, and the spool was full"};
  TRY(behind_->put(loss));
  ++losses_;
  lost_ = 0;
  return {};
}

}  // namespace cordon::bus
