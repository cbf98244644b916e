#include "app/diff_lock.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/judging.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_change.h"
#include "cli/repository_paths.h"

namespace cordon::cli {
namespace {

// For code hosts the findings are those of a scan.
model::ScanReport as_scan(const model::ChangeReport& report) {
  return {"", report.answer, report.findings, report.coverage, report.policy, std::nullopt};
}

std::string rendered(const std::string& format, const model::ChangeReport& report, const RepositoryPaths& paths,
                     model::Severity fail_on, const Style& style) {
  if (format == "json") return render_change_json(report);
  if (format == "gitlab") return render_gitlab(paths.from_top(as_scan(report)));
  if (format == "junit") return render_junit(paths.from_top(as_scan(report)), fail_on);
  return render_change_text(report, style);
}

Result<int> diff_lock_command(const DiffLockArguments& arguments) {
  app::ScanOptions options;
  const intel::Knowledge knowledge = TRY(prepare_judging(arguments, options));
  options.knowledge = &knowledge;
  const std::uint64_t most = Limits().bytes;
  options.before.push_back(
      TRY_CONTEXT(app::open_target_or_pipe(arguments.before, most), "opening OLD, " + arguments.before));
  options.targets.push_back(
      TRY_CONTEXT(app::open_target_or_pipe(arguments.after, most), "opening NEW, " + arguments.after));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json", "gitlab", "junit"}));
  const AtHand at_hand = TRY(open_at_hand(arguments, options));
  const RepositoryPaths paths = RepositoryPaths::of(options.targets);
  const model::Severity fail_on = options.fail_on;
  os::Confinement confinement;
  confinement.read_paths = at_hand.archives->readable();
  // A pipe is read already, and has no place.
  for (const app::Target* each : {&options.before[0], &options.targets[0]})
    if (!each->place.empty()) confinement.read_paths.push_back(each->folder());
  confine_to(confinement, options.unopened);

  const bool quiet = arguments.common.quiet;
  model::ChangeReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, quiet);
    report = TRY(app::diff_lock(std::move(options), system_clock(), progress));
  }
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, paths, fail_on, {})));
  TRY(write_standard_output(rendered(arguments.format, report, paths, fail_on, style)));
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_diff_lock(const DiffLockArguments& arguments) {
  const Result<int> code = diff_lock_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
