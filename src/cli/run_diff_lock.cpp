#include "app/diff_lock.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/judging.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_change.h"

namespace cordon::cli {
namespace {

std::string rendered(const std::string& format, const model::ChangeReport& report, const Style& style) {
  return format == "json" ? render_change_json(report) : render_change_text(report, style);
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
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  const AtHand at_hand = TRY(open_at_hand(arguments, options));
  os::Confinement confinement;
  confinement.read_paths = at_hand.archives->readable();
  // A pipe is read already, and has no place.
  for (const app::Target* each : {&options.before[0], &options.targets[0]})
    if (!each->place.empty())
      confinement.read_paths.push_back(each->only_file.empty() ? each->argument : folder_of(each->argument));
  confine_to(confinement, options.unopened);

  const bool quiet = arguments.common.quiet;
  model::ChangeReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, quiet);
    report = TRY(app::diff_lock(std::move(options), system_clock(), progress));
  }
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  TRY(write_standard_output(rendered(arguments.format, report, style)));
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_diff_lock(const DiffLockArguments& arguments) {
  const Result<int> code = diff_lock_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
