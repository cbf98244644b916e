#include "gate/journal.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

#include "model/generated/event.h"
#include "model/purl.h"

namespace cordon::gate {
namespace {

constexpr bus::Rotation kRotation{64u << 20, 4};
constexpr std::size_t kMostTold = 100'000;

std::uint64_t nanoseconds(clockid_t clock) {
  timespec at{};
  ::clock_gettime(clock, &at);
  return static_cast<std::uint64_t>(at.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(at.tv_nsec);
}

model::DecisionPayload payload_of(const StoredDecision& decision, bool blocks) {
  using model::VerdictValue;
  model::DecisionPayload out;
  out.verdict = blocks ? VerdictValue::block : decision.rule.empty() ? VerdictValue::allow : VerdictValue::review;
  out.effect = decision.held ? VerdictValue::block : VerdictValue::allow;
  out.purl = model::make_purl("npm", decision.name, decision.version);
  if (!decision.rule.empty()) out.rule = decision.rule;
  if (!decision.reason.empty()) out.reason = decision.reason;
  return out;
}

}  // namespace

Result<Journal> Journal::open(const std::string& path, JournalIdentity identity) {
  bus::EventFile file = TRY(bus::EventFile::open(path, kRotation));
  // Events count up by one per sensor and boot: each run of a gate is a sensor of its own.
  std::string sensor = fmt::format("gate-{:x}", nanoseconds(CLOCK_BOOTTIME));
  return Journal(std::move(file), std::move(identity), std::move(sensor));
}

Journal::Journal(Journal&& other) noexcept
    : file_(std::move(other.file_)), identity_(std::move(other.identity_)), sensor_(std::move(other.sensor_)) {}

void Journal::asked(const Asked& asked, const Upstream& upstream) {
  model::RegistryRequestPayload out;
  out.purl = model::make_purl("npm", asked.name, asked.version);
  out.registry = upstream.registry;
  out.tarball = asked.is_archive;
  out.status = asked.status;
  out.client = std::string(asked.client);
  if (!asked.address.empty()) out.address = std::string(asked.address);
  put(std::move(out));
}

void Journal::decided(const StoredDecision& decision, bool blocks) { put(payload_of(decision, blocks)); }

void Journal::left_out(const StoredDecision& decision) {
  {
    const std::lock_guard guard(mutex_);
    if (told_.size() == kMostTold) told_.clear();
    if (!told_.insert(decision.name + '@' + decision.version + '\n' + decision.rule).second) return;
  }
  put(payload_of(decision, true));
}

void Journal::flush() {
  const std::lock_guard guard(mutex_);
  (void)file_.flush();
}

void Journal::put(model::EventPayload payload) {
  const std::lock_guard guard(mutex_);
  if (untold_ != 0 && write(model::LossPayload{untold_, "the file of events took none"})) untold_ = 0;
  if (untold_ == 0 && write(std::move(payload))) return;
  ++untold_;
  ++lost_;
}

bool Journal::write(model::EventPayload payload) {
  model::Event event;
  event.schema = "cordon.event/1";
  event.seq = ++sequence_;
  event.id = fmt::format("{}/{}/{}/{}", identity_.host, identity_.boot, sensor_, event.seq);
  event.wall_ns = nanoseconds(CLOCK_REALTIME);
  event.mono_ns = nanoseconds(CLOCK_BOOTTIME);
  event.host = identity_.host;
  event.boot = identity_.boot;
  event.sensor = sensor_;
  event.payload = std::move(payload);
  if (file_.put(event)) return true;
  --sequence_;
  return false;
}

}  // namespace cordon::gate
