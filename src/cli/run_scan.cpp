#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>

#include "app/against.h"
#include "app/repro.h"
#include "app/scan.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/judging.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render.h"
#include "cli/version.h"

namespace cordon::cli {
namespace {

std::string rendered(std::string_view format, const model::ScanReport& report, const Style& style) {
  if (format == "json") return render_json(report);
  if (format == "sarif") return render_sarif(report);
  if (format == "markdown") return render_markdown(report);
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

// What is compared with, where a change is looked at.
Result<std::optional<app::Against>> against_of(const ScanArguments& arguments, const app::ScanOptions& options) {
  if (!arguments.compares) return std::nullopt;
  if (!arguments.repro.empty())
    return fail(ErrorCode::usage, "--repro keeps what one scan read, and --against reads two: leave one of them out");
  return TRY(app::Against::locate(arguments.against, options.targets));
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
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json", "sarif", "markdown"}));
  std::optional<OutputFile> repro_file;
  app::ReproLog repro_log;
  std::string repro_settings;
  if (!arguments.repro.empty()) {
    repro_file.emplace(TRY(OutputFile::open(arguments.repro)));
    for (const Output& output : outputs)
      if (repro_file->is_same_file(output.file))
        return fail(ErrorCode::usage, "--repro " + arguments.repro + " and --output are one file");
    if (repro_file->is_standard_output())
      return fail(ErrorCode::usage, "standard output goes to " + arguments.repro + ", too");
    repro_settings = TRY(text_of(options.settings));
    for (app::Target& each : options.targets) each.tree = app::record_reads(std::move(each.tree), each, repro_log);
  }
  std::optional<app::Against> against = TRY(against_of(arguments, options));
  AtHand at_hand;
  std::vector<std::string> also_read;
  if (against) {
    at_hand = TRY(open_at_hand(arguments, options));
    also_read = against->readable();
    const std::vector<std::string>& of_archives = at_hand.archives->readable();
    also_read.insert(also_read.end(), of_archives.begin(), of_archives.end());
  } else if (!arguments.archives.empty() || arguments.online) {
    return fail(ErrorCode::usage, std::string(arguments.online ? "--online" : "--archives") +
                                      " says more of a change: it goes with --against");
  }
  confine_to(options.targets, options.unopened, written, also_read);
  if (against) {
    const auto variables = [](std::string_view name) { return environment(std::string(name).c_str()); };
    options.before = TRY_CONTEXT(against->open(options.targets, variables), "opening --against " + arguments.against);
    options.before_what = against->what();
    options.seen_before = [&](const app::Target& target, const std::string& inside, std::string_view name) {
      return against->had(static_cast<std::size_t>(&target - options.targets.data()), inside, name);
    };
  }

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
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  if (repro_file) TRY(repro_file->write(app::repro_archive(repro_log, kVersion, repro_settings, report)));
  const std::string text = !arguments.explain ? rendered(arguments.format, report, style)
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
