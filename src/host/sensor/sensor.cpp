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

// So long opening waits for files to be watched.
constexpr std::chrono::milliseconds kAttach{2'000};

// Counters are looked at so often, and whenever nobody waits.
constexpr std::chrono::milliseconds kCount{200};

constexpr std::array<std::string_view, 8> kRecordNames{"", "fork", "exec", "exit", "connect", "sent", "file", "dns"};

std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

bool lacks_files(const std::vector<model::FileUnread>& unread) {
  return std::ranges::any_of(unread, [](const model::FileUnread& each) { return each.path == "sensor:files"; });
}

std::int64_t wall_offset() { return read_clock(CLOCK_REALTIME) - read_clock(CLOCK_BOOTTIME); }

}  // namespace

Sensor::Sensor(KernelProgram program, EventMaker maker, std::chrono::milliseconds idle)
    : program_(std::move(program)), maker_(std::move(maker)), idle_(idle), busy_(std::chrono::steady_clock::now()) {}

Result<std::unique_ptr<Sensor>> Sensor::open(SensorOptions options) {
  if (options.kernel.clients.empty()) options.kernel.clients = client_names();
  if (options.kernel.interpreters.empty()) options.kernel.interpreters = interpreter_names();
  auto program = TRY(KernelProgram::load(options.kernel));
  // Whoever starts the sensor is likely to start a client next.
  program.watch_files(true);
  static_cast<void>(program.files(kAttach));
  MakerOptions maker;
  maker.identity = read_host_identity();
  maker.lockfile = std::move(options.lockfile);
  maker.manifest = read_manifest;
  maker.resolve = resolve_links;
  maker.wants_read = std::move(options.wants_read);
  maker.cpu_of = cpu_of_running;
  return std::unique_ptr<Sensor>(new Sensor(std::move(program), EventMaker(std::move(maker)), options.idle));
}

std::vector<model::FileUnread> Sensor::unread() const {
  std::vector<model::FileUnread> all = program_.unread();
  if (undecoded_ != 0) {
    all.push_back({"sensor:records", 0, "invalid_value",
                   std::to_string(undecoded_) + " records were not understood: " + why_undecoded_, true});
  }
  if (std::uint64_t forgotten = maker_.table().forgotten(); forgotten != 0) {
    all.push_back({"sensor:processes", 0, "too_many",
                   std::to_string(forgotten) + " times there were more processes or scripts than are kept", true});
  }
  if (std::uint64_t unknown = maker_.unknown_scripts(); unknown != 0) {
    all.push_back({"sensor:scripts", 0, "not_found", std::to_string(unknown) + " scripts of no known package", true});
  }
  if (cut_environments_ != 0) {
    all.push_back({"sensor:environments", 0, "too_large",
                   std::to_string(cut_environments_) + " environments of scripts were not kept whole", true});
  }
  if (late_scripts_ != 0 && !lacks_files(all)) {
    all.push_back({"sensor:files", 0, "timed_out",
                   std::to_string(late_scripts_) + " scripts began before their files were watched", true});
  }
  if (!why_no_files_.empty()) all.push_back({"sensor:files", 0, "system", why_no_files_, true});
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

// Files are watched while a run goes on. A client needs a moment until its first script, and its start wakes the
// reader.
void Sensor::watch_files_from(const Record& record) {
  const auto* exec = std::get_if<ExecRecord>(&record.body);
  if (exec == nullptr) return;
  program_.watch_files(true);
  bool begins = record.head.process == record.head.tag.script && exec->environment.lifecycle_event;
  if (!begins) return;
  std::uint64_t since_ns = program_.files().since_ns;
  if (since_ns == 0 || record.head.time_ns < since_ns) ++late_scripts_;
}

// Nothing has run for a while: gives up what costs those that have nothing to do with packages.
void Sensor::rest() {
  auto now = std::chrono::steady_clock::now();
  const FileWatch::State& files = program_.files();
  if (!files.why_not.empty()) why_no_files_ = "files are not seen: " + files.why_not;
  if (!maker_.table().processes().empty()) busy_ = now;
  if (now - busy_ >= idle_) program_.watch_files(false);
}

Result<void> Sensor::take(const RawRecord& raw, std::int64_t wall_offset_ns, bus::EventSink& sink) {
  auto record = decode_record(raw.bytes);
  if (!record) {
    ++undecoded_;
    why_undecoded_ = record.error().describe();
    return {};
  }
  if (auto* exec = std::get_if<ExecRecord>(&record->body)) {
    // Deeper than the kernel's walk goes: /proc knows, while the process is there.
    if (exec->environment_cut) ++cut_environments_;
    if (exec->path.empty()) exec->path = link_of_running(record->head.process, "exe");
    if (exec->directory.empty()) exec->directory = link_of_running(record->head.process, "cwd");
  }
  watch_files_from(*record);
  return maker_.take(*record, wall_offset_ns, sink);
}

Result<bus::SourceState> Sensor::poll(std::chrono::milliseconds wait, bus::EventSink& sink) {
  auto until = std::chrono::steady_clock::now() + wait;
  std::uint64_t before = maker_.made();
  for (;;) {
    // Rounded up: less than a millisecond waited for in steps of none would be a loop that never sleeps.
    auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    // What a sink refused leaves the records after it to be taken by the next call.
    if (records_.empty()) records_ = TRY(program_.read(std::clamp(left, std::chrono::milliseconds{0}, kLook)));
    std::int64_t offset = wall_offset();
    while (!records_.empty()) {
      RawRecord raw = records_.front();
      records_ = records_.subspan(1);
      TRY(take(raw, offset, sink));
    }
    TRY(maker_.tick(static_cast<std::uint64_t>(read_clock(CLOCK_BOOTTIME)), offset, sink));
    auto now = std::chrono::steady_clock::now();
    if (now - counted_ >= kCount || wait.count() <= 0) {
      counted_ = now;
      TRY(tell_losses(sink));
    }
    rest();
    if (maker_.made() != before || now >= until) return bus::SourceState::open;
  }
}

}  // namespace cordon::host
