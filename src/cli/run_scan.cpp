#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/against.h"
#include "app/repro.h"
#include "app/scan.h"
#include "cli/ci_variables.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/judging.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/ratchet_file.h"
#include "cli/render.h"
#include "cli/repository_paths.h"
#include "cli/settings_before.h"
#include "cli/version.h"

namespace cordon::cli {
namespace {

// What code hosts read has paths from the top of the repository; text and JSON have them as they can be opened here.
std::string rendered(std::string_view format, const model::ScanReport& report, const RepositoryPaths& paths,
                     model::Severity fail_on, const Style& style) {
  if (format == "json") return render_json(report);
  if (format == "sarif") return render_sarif(paths.from_top(report));
  if (format == "markdown") return render_markdown(paths.from_top(report));
  if (format == "gitlab") return render_gitlab(paths.from_top(report));
  if (format == "junit") return render_junit(paths.from_top(report), fail_on);
  return render_text(report, style);
}

// Prints one finding; an unknown or ambiguous id is a usage error.
Result<std::string> explained(const model::ScanReport& report, const std::string& id, const Style& style) {
  if (id.empty()) return fail(ErrorCode::usage, "--explain wants the id of a finding, or its beginning");
  const model::Finding* found = nullptr;
  for (const model::Finding& finding : report.findings) {
    if (!finding.id.starts_with(id)) continue;
    if (found != nullptr) return fail(ErrorCode::usage, "more than one finding begins with '" + id + "'");
    found = &finding;
  }
  if (found == nullptr) return fail(ErrorCode::usage, "no finding with an id that begins with '" + id + "'");
  return render_explanation(*found, style);
}

// What is remembered, where that is asked for.
Result<std::optional<app::Memory>> memory_of(const ScanArguments& arguments, std::vector<std::string>& written) {
  if (!arguments.remember && !arguments.since_last) {
    if (!arguments.memory.empty()) return fail(ErrorCode::usage, "--memory goes with --remember or --since-last");
    return std::nullopt;
  }
  if (arguments.no_knowledge)
    return fail(ErrorCode::usage, "--no-knowledge compares with nothing: there is nothing to remember or to be told");
  const std::string path = TRY(memory_path(arguments.memory));
  std::optional<app::Memory> memory = TRY(open_memory(path, arguments.remember));
  if (memory) written.push_back(std::filesystem::absolute(path).parent_path().string());
  return memory;
}

// What --against and rules of cordon.yaml need beside the targets, found and opened before the process is confined.
struct Comparison {
  std::optional<app::Against> against;
  AtHand at_hand;
  std::vector<SettingsFile> settings;
  std::vector<std::string> also_read;
  git::Variables variables;  // what CI says of the change
};

Result<Comparison> prepare_comparison(const ScanArguments& arguments, app::ScanOptions& options) {
  Comparison out;
  if (!arguments.compares && arguments.online)
    return fail(ErrorCode::usage, "--online says more of a change: it goes with --against");
  if (!arguments.compares && options.settings.rules.rules.empty()) {
    if (arguments.archives.empty()) return out;
    return fail(
        ErrorCode::usage,
        "--archives says more of a change, and to rules of cordon.yaml: it goes with --against, or needs rules");
  }
  out.at_hand = TRY(open_at_hand(arguments, options));
  out.also_read = out.at_hand.archives->readable();
  if (!arguments.compares) return out;
  if (!arguments.repro.empty())
    return fail(ErrorCode::usage, "--repro keeps what one scan read, and --against reads two: leave one of them out");
  out.against = TRY(app::Against::locate(arguments.against, options.targets));
  if (arguments.against == "auto") out.variables = TRY(ci_variables());
  out.settings = settings_files(arguments.common.config);
  for (std::string& path : out.against->readable()) out.also_read.push_back(std::move(path));
  return out;
}

// Opens what is compared with. `comparison` and the targets stay where they are as long as the options are used.
Result<void> open_comparison(Comparison& comparison, const ScanArguments& arguments, app::ScanOptions& options) {
  if (!comparison.against) return {};
  app::Against& against = *comparison.against;
  options.before =
      TRY_CONTEXT(against.open(options.targets, comparison.variables), "opening --against " + arguments.against);
  // Of "--against PATH" nobody can tell which of the two it was meant to be.
  if (against.is_file() && arguments.paths.empty())
    return fail(ErrorCode::usage, "--against took " + arguments.against +
                                      ", which is no revision, as what to compare with, and no PATH is left: write "
                                      "--against=auto " +
                                      arguments.against + " to look at it, or --against " + arguments.against +
                                      " . to compare the working directory with it");
  options.before_what = against.what();
  options.unopened.insert(options.unopened.end(), against.unread().begin(), against.unread().end());
  options.seen_before = [&](const app::Target& target, const std::string& inside, std::string_view name) {
    return against.had(static_cast<std::size_t>(&target - options.targets.data()), inside, name);
  };
  TRY(judge_by_settings_before(comparison.settings, arguments, against, options));
  if (options.online != nullptr) options.online->also_private(options.settings.declared_private);
  return {};
}

// What --repro writes.
struct Repro {
  std::optional<OutputFile> file;
  app::ReproLog log;
  std::string settings;
};

Result<void> open_repro(const ScanArguments& arguments, const std::vector<Output>& outputs, app::ScanOptions& options,
                        Repro& repro) {
  if (arguments.repro.empty()) return {};
  repro.file.emplace(TRY(OutputFile::open(arguments.repro)));
  for (const Output& output : outputs)
    if (repro.file->is_same_file(output.file))
      return fail(ErrorCode::usage, "--repro " + arguments.repro + " and --output are one file");
  if (repro.file->is_standard_output())
    return fail(ErrorCode::usage, "standard output goes to " + arguments.repro + ", too");
  repro.settings = TRY(text_of(options.settings));
  for (app::Target& each : options.targets) each.tree = app::record_reads(std::move(each.tree), each, repro.log);
  return {};
}

Result<void> remember(app::Memory& memory, const app::ScanOptions& options, const model::ScanReport& report) {
  std::vector<std::string> roots;
  for (const app::Target& target : options.targets) roots.push_back(target.place);
  return memory.remember(*options.seen, roots, report.answer.complete, *options.knowledge,
                         system_clock().unix_seconds());
}

Result<int> scan_command(const ScanArguments& arguments) {
  app::ScanOptions options;
  std::vector<std::string> written;
  std::vector<app::SeenProject> seen;
  std::optional<app::Memory> memory = TRY(memory_of(arguments, written));
  if (arguments.remember || arguments.since_last) options.seen = &seen;
  intel::Knowledge knowledge = TRY(prepare_judging(arguments, options));
  options.knowledge = &knowledge;

  OpenedTargets opened = TRY(open_targets(arguments.paths));
  options.targets = std::move(opened.targets);
  options.unopened.insert(options.unopened.end(), opened.unopened.begin(), opened.unopened.end());
  TRY(refuse_project_files(arguments.outputs, arguments.paths));
  std::optional<RatchetFile> ratchet = TRY(RatchetFile::open(arguments, written));
  std::vector<Output> outputs =
      TRY(open_outputs(arguments.outputs, {"text", "json", "sarif", "markdown", "gitlab", "junit"}));
  if (ratchet) {
    TRY(refuse_inputs(outputs, {arguments.ratchet}));
    options.ratchet = &ratchet->step;
  }
  Repro repro;
  TRY(open_repro(arguments, outputs, options, repro));
  const RepositoryPaths paths = RepositoryPaths::of(options.targets);
  Comparison comparison = TRY(prepare_comparison(arguments, options));
  confine_to(options.targets, options.unopened, written, comparison.also_read);
  TRY(open_comparison(comparison, arguments, options));
  if (ratchet && comparison.against)
    if (auto grown = TRY(ratchet->judge_by_before(*comparison.against)))
      options.also_found.push_back(std::move(*grown));

  model::ScanReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = app::scan(options, system_clock(), progress);
  }
  if (arguments.since_last) {
    report.since_last.emplace();
    if (memory) report.since_last = TRY(memory->since_last(seen, knowledge));
  }
  // First: what the report says of the file must be so.
  if (ratchet) TRY(ratchet->write());
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, paths, options.fail_on, {})));
  if (repro.file) TRY(repro.file->write(app::repro_archive(repro.log, kVersion, repro.settings, report)));
  const std::string text = !arguments.explain ? rendered(arguments.format, report, paths, options.fail_on, style)
                                              : TRY(explained(report, *arguments.explain, style));
  TRY(write_standard_output(text));
  // Last: what was not written was not told.
  if (arguments.remember) TRY_CONTEXT(remember(*memory, options, report), "remembering what was seen");
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_scan(const ScanArguments& arguments) {
  const Result<int> code = scan_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
