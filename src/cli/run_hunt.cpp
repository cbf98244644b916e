#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>

#include "app/hunt.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/npm_folder.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_hunt.h"
#include "model/purl.h"

namespace cordon::cli {
namespace {

constexpr unsigned kMostJobs = 8;

// A cache that is named itself is known by the folder above it.
std::string around_cache(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return !error && (real.filename() == "_cacache" || real.filename() == "_logs") ? real.parent_path().string() : path;
}

std::vector<std::string> places(const HuntArguments& arguments, app::ScanOptions& scan) {
  std::vector<std::string> paths;
  for (const std::string& path : arguments.paths) paths.push_back(around_cache(path));
  if (!paths.empty()) return paths;
  paths.emplace_back(".");
  if (std::string folder = npm_folder(scan.user_config, scan.unopened); !folder.empty())
    paths.push_back(std::move(folder));
  return paths;
}

// Packages that findings in the events name.
class NamedInFindings final : public bus::EventSink {
 public:
  explicit NamedInFindings(std::map<std::string, model::Severity>& packages) : packages_(packages) {}
  Result<void> put(const model::Event& event) override {
    const auto* made = std::get_if<model::FindingPayload>(&event.payload);
    if (made == nullptr || made->finding.severity < model::Severity::medium || !made->finding.subject.purl) return {};
    const std::string& purl = *made->finding.subject.purl;
    if (!purl.starts_with("pkg:npm/")) return {};
    model::Severity& worst = packages_.try_emplace(purl, made->finding.severity).first->second;
    worst = std::max(worst, made->finding.severity);
    return {};
  }

 private:
  std::map<std::string, model::Severity>& packages_;
};

// The files of events, each read once to see what findings name, and opened again.
Result<std::vector<app::EventsFile>> open_events(const std::vector<std::string>& paths,
                                                 std::map<std::string, model::Severity>& packages) {
  std::vector<app::EventsFile> files;
  for (const std::string& path : paths) {
    if (path == "-") return fail(ErrorCode::usage, "--events needs a file: it is read twice");
    bus::EventReader first = TRY(bus::EventReader::open(path));
    NamedInFindings named(packages);
    while (TRY(first.poll(std::chrono::milliseconds(0), named)) == bus::SourceState::open) {
    }
    files.push_back({path, TRY(bus::EventReader::open(path))});
  }
  return files;
}

// Whether a pack other than that of what is asked for lists the release.
bool is_known(const intel::Knowledge& knowledge, const std::string& purl) {
  const auto parsed = model::parse_purl(purl);
  if (!parsed) return false;
  return std::ranges::any_of(
      knowledge.find("npm", parsed->full_name(), parsed->version),
      [&](const intel::BadRelease& release) { return knowledge.packs()[release.pack].id != app::kAskedFor; });
}

std::string rendered(const std::string& format, const model::HuntReport& report, const Style& style) {
  return format == "json" ? render_hunt_json(report) : render_hunt_text(report, style);
}

Result<int> hunt_command(const HuntArguments& arguments) {
  app::HuntOptions options;
  app::ScanOptions& scan = options.scan;
  scan.settings = TRY(load_settings(arguments.common.config));
  std::vector<std::string> packages = arguments.packages;
  options.events = TRY(open_events(arguments.events, options.severities));
  for (const auto& [purl, severity] : options.severities) packages.push_back(purl);
  for (const intel::BadPackage& asked : TRY(app::pack_of(arguments.packages, system_clock())).packages)
    options.severities.emplace(model::make_purl("npm", asked.name, asked.version), model::Severity::high);
  std::vector<intel::IncidentPack> made;
  if (!packages.empty()) made.push_back(TRY(app::pack_of(packages, system_clock())));
  if (arguments.no_knowledge && made.empty() && arguments.packs.empty())
    return fail(ErrorCode::usage, "--no-knowledge leaves nothing to hunt for: name it with --package or --pack");
  intel::Knowledge knowledge =
      TRY(load_knowledge(!arguments.no_knowledge, arguments.packs, scan.unopened, std::move(made)));
  // What a pack of an incident lists is that, whoever else asks for it.
  std::erase_if(options.severities, [&](const auto& each) { return is_known(knowledge, each.first); });
  scan.knowledge = &knowledge;
  scan.packs_only = true;
  scan.user_config = load_user_config(scan.unopened);
  if (scan.settings.fail_on) scan.fail_on = *scan.settings.fail_on;
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  scan.threads = arguments.jobs != 0 ? std::min(arguments.jobs, 64u) : std::min(processors, kMostJobs);

  OpenedTargets opened = TRY(open_targets(places(arguments, scan)));
  scan.targets = std::move(opened.targets);
  scan.unopened.insert(scan.unopened.end(), opened.unopened.begin(), opened.unopened.end());
  for (const app::Target& target : scan.targets) options.raw.push_back(TRY(open_directory(target.folder())));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  TRY(refuse_inputs(outputs, arguments.events));
  confine_to(scan.targets, scan.unopened);

  model::HuntReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = app::hunt(options, system_clock(), progress);
  }
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  TRY(write_standard_output(rendered(arguments.format, report, style)));
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_hunt(const HuntArguments& arguments) {
  const Result<int> code = hunt_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
