#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/project_lockfiles.h"
#include "app/watch.h"
#include "bus/event_file.h"
#include "bus/event_reader.h"
#include "bus/spool.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/event_lines.h"
#include "cli/interrupt.h"
#include "cli/outputs.h"
#include "cli/render_watch.h"
#include "detection/builtin_rules.h"
#include "host/sensor/sensor.h"

namespace cordon::cli {
namespace {

constexpr std::chrono::milliseconds kWait{100};

// Two sinks, one behind the other.
class Both final : public bus::EventSink {
 public:
  void add(bus::EventSink& sink) { sinks_.push_back(&sink); }
  bool empty() const { return sinks_.empty(); }
  Result<void> put(const model::Event& event) override {
    for (bus::EventSink* sink : sinks_) TRY(sink->put(event));
    return {};
  }
  Result<void> flush() override {
    for (bus::EventSink* sink : sinks_) TRY(sink->flush());
    return {};
  }

 private:
  std::vector<bus::EventSink*> sinks_;
};

// Everything that a run has open before it begins.
struct Run {
  std::unique_ptr<host::Sensor> sensor;
  std::optional<bus::EventReader> replay;
  std::optional<bus::EventFile> events;
  std::optional<bus::Spool> spool;
  std::vector<model::FileUnread> unread;

  bus::EventSource& source() {
    if (replay) return *replay;
    return *sensor;
  }
};

std::string rendered(const std::string& format, const model::WatchReport& report, const Style& style) {
  return format == "json" ? render_watch_json(report) : render_watch_text(report, style);
}

Result<void> open_events(const WatchArguments& arguments, Run& run) {
  if (arguments.events.empty()) {
    if (!arguments.spool.empty())
      return fail(ErrorCode::usage, "--spool keeps what --events cannot take: name that, too");
    return {};
  }
  run.events.emplace(TRY(bus::EventFile::open(
      arguments.events, {static_cast<std::uint64_t>(arguments.rotate_mib) << 20, arguments.rotate_keep})));
  if (!arguments.spool.empty()) run.spool.emplace(TRY(bus::Spool::open(*run.events, arguments.spool)));
  return {};
}

Result<void> open_source(const WatchArguments& arguments, app::ProjectLockfiles& lockfiles,
                         const detection::Places& places, Run& run) {
  if (!arguments.replay.empty()) {
    std::error_code error;
    if (std::filesystem::is_fifo(arguments.replay, error))
      return fail(ErrorCode::not_a_regular_file, arguments.replay + " is a pipe: a recording is a file, or '-'");
    for (const std::string& written : {arguments.events, arguments.spool})
      if (!written.empty() && std::filesystem::equivalent(written, arguments.replay, error))
        return fail(ErrorCode::usage, "--replay would read what it writes: " + written);
    run.replay.emplace(TRY(bus::EventReader::open(arguments.replay)));
    return {};
  }
  host::SensorOptions options;
  options.lockfile = [&lockfiles](std::string_view project, std::string_view path) {
    return lockfiles.find(project, path);
  };
  options.wants_read = [&places](std::string_view path) { return places.secret(path) != nullptr; };
  run.sensor =
      TRY_CONTEXT(host::Sensor::open(std::move(options)),
                  "starting the sensor, which needs root, or CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN and CAP_SYS_ADMIN "
                  "('cordon watch --replay FILE' judges a recording without)");
  return {};
}

// Until the source has ended, the time is over or somebody interrupts.
Result<void> watch_on(const WatchArguments& arguments, Run& run, app::Watcher& watcher) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.duration_seconds);
  const auto is_over = [&] {
    return interrupted() || (arguments.duration_seconds != 0 && std::chrono::steady_clock::now() >= end);
  };
  bool is_last = false;
  while (!is_last) {
    is_last = is_over();  // once more, for what is in the rings
    const bus::SourceState state = TRY(run.source().poll(is_last ? std::chrono::milliseconds(0) : kWait, watcher));
    // A sink that cannot take them now keeps them, or its spool does.
    const Result<void> flushed = watcher.flush();
    if (!flushed && !run.spool) return flushed;
    if (state == bus::SourceState::ended) break;
  }
  return {};
}

// A sensor goes on reading lockfiles, manifests and /proc, wherever scripts run, and its counters
// in the kernel.
os::Confinement needs_of(const WatchArguments& arguments, const Run& run) {
  os::Confinement needs;
  for (const std::string& path : {arguments.events, arguments.spool})
    if (!path.empty()) needs.write_paths.push_back(folder_of(path));
  needs.read_paths = needs.write_paths;
  if (run.replay) return needs;
  needs.read_paths.emplace_back("/");
  needs.bpf = os::BpfReads::counts;
  return needs;
}

Result<int> watch_command(const WatchArguments& arguments) {
  Run run;
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  model::Severity fail_on = settings.fail_on.value_or(model::Severity::high);
  if (!arguments.fail_on.empty()) fail_on = *model::severity_from_string(arguments.fail_on);
  const intel::Knowledge knowledge = TRY(load_knowledge(!arguments.no_knowledge, arguments.packs, run.unread));
  model::Registries registries;
  for (const model::RegistryRow& each : settings.registries) registries.add(each);
  registries.declare_private(settings.declared_private);
  app::Judge judge = TRY(app::Judge::make(knowledge, registries));
  app::ProjectLockfiles lockfiles(registries);
  const detection::Places places = TRY(detection::builtin_places());
  TRY(open_source(arguments, lockfiles, places, run));
  TRY(open_events(arguments, run));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  TRY(refuse_inputs(outputs, {arguments.replay, arguments.events, arguments.spool}));
  catch_interrupts();
  confine_to(needs_of(arguments, run), run.unread);

  const Style style{use_color(arguments.common.color)};
  EventLines lines;
  Both sinks;
  if (run.spool) sinks.add(*run.spool);
  else if (run.events) sinks.add(*run.events);
  if (arguments.format == "ndjson") sinks.add(lines);
  const bool tells = !run.replay && !arguments.common.quiet;
  app::Watcher watcher(
      judge, sinks.empty() ? nullptr : &sinks, [&](const model::Finding& finding, const model::Event& cause) {
        if (tells && finding.severity >= model::Severity::medium)
          std::fputs(finding_line(finding, cause, {::isatty(STDERR_FILENO) == 1 && style.color}).c_str(), stderr);
      });
  if (tells) std::fputs("cordon: watching; Ctrl-C ends it and reports\n", stderr);
  TRY(watch_on(arguments, run, watcher));

  std::vector<model::FileUnread> unread = std::move(run.unread);
  for (model::FileUnread& line : run.replay ? run.replay->unread() : run.sensor->unread())
    unread.push_back(std::move(line));
  if (run.spool && run.spool->kept() > 0)
    unread.push_back({arguments.events, 0, "unavailable",
                      std::to_string(run.spool->kept()) + " events wait in the spool: the file could not take them",
                      false});
  model::WatchReport report = watcher.report(std::move(unread));
  if (run.replay && report.events == 0)
    report.coverage.unread.push_back({arguments.replay, 0, "nothing_found", "there is no event in it", true});
  report.coverage.read.push_back(
      {run.replay ? arguments.replay : "(this machine)", "events", static_cast<std::uint32_t>(report.events)});
  app::answer(report, {knowledge, arguments.no_knowledge && arguments.packs.empty(), settings, fail_on},
              system_clock());
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  if (arguments.format != "ndjson") TRY(write_standard_output(rendered(arguments.format, report, style)));
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_watch(const WatchArguments& arguments) {
  const Result<int> code = watch_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
