#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "app/traffic.h"
#include "base/os/mapped_file.h"
#include "bus/event_reader.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/event_lines.h"
#include "cli/interrupt.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_traffic.h"
#include "network/capture_source.h"
#include "network/live_source.h"

namespace cordon::cli {
namespace {

constexpr std::chrono::milliseconds kWait{200};

// What was recorded on the host: who owns which conversation, and what package clients talked to.
class Recorded final : public bus::EventSink {
 public:
  Recorded(app::FlowOwners& owners, app::Judge& judge) : owners_(owners), judge_(judge) {}
  Result<void> put(const model::Event& event) override {
    if (const auto* loss = std::get_if<model::LossPayload>(&event.payload))
      lost_ += std::min(loss->count, UINT64_MAX - lost_);
    // Without them, what a package's script says to its registry would be said to a stranger.
    if (event.kind() == model::EventKind::connect && !event.package) judge_.observe(event);
    return owners_.put(event);
  }
  std::uint64_t lost() const { return lost_; }

 private:
  app::FlowOwners& owners_;
  app::Judge& judge_;
  std::uint64_t lost_ = 0;
};

Result<void> read_recorded(bus::EventReader& reader, Recorded& recorded, std::vector<model::FileUnread>& unread) {
  while (TRY(reader.poll(std::chrono::milliseconds(0), recorded)) == bus::SourceState::open) {
  }
  for (model::FileUnread& line : reader.unread()) unread.push_back(std::move(line));
  return {};
}

std::string rendered(const std::string& format, const model::TrafficReport& report, const Style& style) {
  return format == "json" ? render_traffic_json(report) : render_traffic_text(report, style);
}

// Everything a run has open before the process locks itself down.
struct Run {
  std::optional<os::MappedFile> mapped;
  std::optional<network::CaptureFile> file;
  std::optional<network::LiveCapture> live;
  std::vector<bus::EventReader> events;
  std::vector<model::FileUnread> unread;
};

Result<Run> open_run(const TrafficArguments& arguments) {
  Run run;
  std::error_code error;
  const bool is_there = std::filesystem::exists(arguments.source, error);
  if (is_there || arguments.source.find('/') != std::string::npos) {
    if (arguments.duration_seconds != 0) return fail(ErrorCode::usage, "--duration is of an interface, not of a file");
    run.mapped = TRY(os::MappedFile::open(arguments.source));
    run.file =
        TRY_CONTEXT(network::CaptureFile::open(run.mapped->content(), arguments.source), "reading " + arguments.source);
  } else {
    if (arguments.source != "any" && !std::filesystem::exists("/sys/class/net/" + arguments.source, error))
      return fail(ErrorCode::not_found, arguments.source + " is neither a file nor a network interface");
    run.live.emplace(TRY(network::LiveCapture::open(arguments.source)));
  }
  for (const std::string& path : arguments.events) run.events.push_back(TRY(bus::EventReader::open(path)));
  return run;
}

// Reads to the end of the file, or until the time is over or somebody interrupts.
Result<model::TrafficReport> read_all(const TrafficArguments& arguments, Run& run, app::TrafficReader& reader) {
  const auto on_flow = [&reader](const network::Flow& flow, network::FlowEnd) { reader.ended(flow); };
  network::TrafficOptions options;
  if (run.file) {
    options.identity = network::identity_of_capture(run.mapped->content(), "capture");
    network::CaptureSource source(std::move(*run.file), arguments.source, options, on_flow);
    std::atomic<std::uint64_t> packets{0};
    const ProgressLine line([&packets] { return std::to_string(packets) + " packets read"; }, arguments.common.quiet);
    while (!interrupted() && TRY(source.poll(kWait, reader)) == bus::SourceState::open)
      packets = source.totals().packets;
    std::vector<model::FileUnread> unread = source.unread();
    if (interrupted()) unread.push_back({arguments.source, 0, "interrupted", "the rest was not read", true});
    return reader.report(source.totals(), std::move(unread));
  }
  options = network::live_options(options);
  network::LiveSource source(std::move(*run.live), options, on_flow);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(arguments.duration_seconds);
  while (!interrupted() && (arguments.duration_seconds == 0 || std::chrono::steady_clock::now() < end)) {
    TRY(source.poll(kWait, reader));
    TRY(reader.flush());
  }
  TRY(source.finish(reader));
  return reader.report(source.totals(), source.unread(arguments.source));
}

Result<int> traffic_command(const TrafficArguments& arguments) {
  std::vector<model::FileUnread> unread;
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  model::Severity fail_on = settings.fail_on.value_or(model::Severity::high);
  if (!arguments.fail_on.empty()) fail_on = *model::severity_from_string(arguments.fail_on);
  const intel::Knowledge knowledge = TRY(load_knowledge(!arguments.no_knowledge, arguments.packs, unread));
  model::Registries registries;
  for (const model::RegistryRow& row : settings.registries) registries.add(row);
  registries.declare_private(settings.declared_private);
  app::Judge judge = TRY(app::Judge::make(knowledge, std::move(registries)));
  Run run = TRY(open_run(arguments));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  std::vector<std::string> inputs = arguments.events;
  inputs.push_back(arguments.source);
  TRY(refuse_inputs(outputs, inputs));
  catch_interrupts();
  confine_to(os::Confinement{}, unread);

  app::FlowOwners owners;
  Recorded recorded(owners, judge);
  for (bus::EventReader& reader : run.events) TRY(read_recorded(reader, recorded, unread));
  if (recorded.lost() > 0)
    unread.push_back({"(events)", 0, "events_lost",
                      std::to_string(recorded.lost()) + " events were lost: some conversations may lack their package",
                      true});
  EventLines lines;
  const bool streams = arguments.format == "ndjson";
  app::TrafficReader reader(judge, run.events.empty() ? nullptr : &owners, streams ? &lines : nullptr);
  model::TrafficReport report = TRY(read_all(arguments, run, reader));
  TRY(reader.flush());
  report.coverage.unread.insert(report.coverage.unread.end(), unread.begin(), unread.end());
  report.coverage.read.push_back({arguments.source, "traffic", static_cast<std::uint32_t>(report.flows)});
  app::answer(report, {knowledge, arguments.no_knowledge && arguments.packs.empty(), settings, fail_on}, system_clock(),
              !run.events.empty());
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  if (!streams) TRY(write_standard_output(rendered(arguments.format, report, {use_color(arguments.common.color)})));
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_traffic(const TrafficArguments& arguments) {
  const Result<int> code = traffic_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
