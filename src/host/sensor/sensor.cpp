#include "host/sensor/sensor.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "host/sensor/client_names.h"
#include "host/sensor/manifest.h"

namespace cordon::host {

namespace {

// Records that are too few to wake the reader wait so long.
constexpr std::chrono::milliseconds kLook{100};

constexpr std::array<std::string_view, 7> kRecordNames{"", "fork", "exec", "exit", "connect", "sent", "file"};

std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::int64_t wall_offset() { return read_clock(CLOCK_REALTIME) - read_clock(CLOCK_BOOTTIME); }

}  // namespace

Sensor::Sensor(KernelProgram program, EventMaker maker) : program_(std::move(program)), maker_(std::move(maker)) {}

Result<std::unique_ptr<Sensor>> Sensor::open(SensorOptions options) {
  if (options.kernel.clients.empty()) options.kernel.clients = client_names();
  if (options.kernel.interpreters.empty()) options.kernel.interpreters = interpreter_names();
  auto program = TRY(KernelProgram::load(options.kernel));
  MakerOptions maker;
  maker.identity = read_host_identity();
  maker.lockfile = std::move(options.lockfile);
  maker.manifest = read_manifest;
  maker.resolve = resolve_links;
  maker.wants_read = std::move(options.wants_read);
  maker.cpu_of = cpu_of_running;
  return std::unique_ptr<Sensor>(new Sensor(std::move(program), EventMaker(std::move(maker))));
}

std::vector<model::FileUnread> Sensor::unread() const {
  std::vector<model::FileUnread> all = program_.unread();
  if (undecoded_ != 0) {
    all.push_back({"sensor:records", 0, "invalid_value",
                   std::to_string(undecoded_) + " records were not understood: " + why_undecoded_, true});
  }
  return all;
}

SensorCounts Sensor::counts() const { return {maker_.made(), lost_, told_.untagged_execs}; }

Result<void> Sensor::tell_losses(bus::EventSink& sink) {
  KernelCounts now = TRY(program_.counts());
  auto now_ns = static_cast<std::uint64_t>(read_clock(CLOCK_BOOTTIME));
  auto tell = [&](std::uint64_t count, std::uint64_t before, std::string reason) -> Result<void> {
    if (count <= before) return {};
    lost_ += count - before;
    return maker_.lose(count - before, std::move(reason), now_ns, wall_offset(), sink);
  };
  told_.refused.resize(now.refused.size());
  for (std::size_t kind = 1; kind < now.refused.size(); ++kind) {
    TRY(tell(now.refused[kind], told_.refused[kind], "the ring was full: " + std::string(kRecordNames.at(kind))));
  }
  TRY(tell(now.tags, told_.tags, "processes that could not be tagged"));
  TRY(tell(now.sockets, told_.sockets, "sockets that could not be remembered"));
  TRY(tell(now.uring_files, told_.uring_files, "files touched through io_uring, which are counted only"));
  TRY(tell(now.missed, told_.missed, "the kernel left out runs of a program"));
  told_ = std::move(now);
  return {};
}

Result<bus::SourceState> Sensor::poll(std::chrono::milliseconds wait, bus::EventSink& sink) {
  auto until = std::chrono::steady_clock::now() + wait;
  std::uint64_t before = maker_.made();
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    auto records = TRY(program_.read(std::clamp(left, std::chrono::milliseconds{0}, kLook)));
    std::int64_t offset = wall_offset();
    for (const RawRecord& raw : records) {
      auto record = decode_record(raw.bytes);
      if (!record) {
        ++undecoded_;
        why_undecoded_ = record.error().describe();
        continue;
      }
      TRY(maker_.take(*record, offset, sink));
    }
    TRY(maker_.tick(static_cast<std::uint64_t>(read_clock(CLOCK_BOOTTIME)), offset, sink));
    TRY(tell_losses(sink));
    bool over = std::chrono::steady_clock::now() >= until;
    if (maker_.made() != before || over) return bus::SourceState::open;
  }
}

}  // namespace cordon::host
