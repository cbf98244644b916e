#include <memory>

#include "app/pin.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/files_to_change.h"
#include "cli/lockfiles_from.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_pin.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kActionsBytes = 4u << 20;

std::string rendered(const std::string& format, const model::PinReport& report, const Style& style) {
  return format == "json" ? render_pin_json(report) : render_pin_text(report, style);
}

Result<int> pin_command(const PinArguments& arguments) {
  app::PinOptions options;
  options.apply = arguments.apply;
  options.all = arguments.all;
  options.settings = TRY(load_settings(arguments.common.config));
  intel::Knowledge knowledge = TRY(load_knowledge(!arguments.no_knowledge, {}, options.unopened));
  if (!arguments.no_knowledge) TRY(add_advisories("", knowledge));
  options.knowledge = &knowledge;
  options.user_config = load_user_config(options.unopened);
  const NpmCacheFolder cache = TRY(open_npm_cache(!arguments.no_cache, options.user_config, options.unopened));
  if (cache.tree != nullptr) options.sources.caches.push_back({cache.place, cache.tree.get()});

  TRY(open_to_change(arguments.paths, options.targets, options.raw, options.unopened));
  if (!arguments.actions.empty()) {
    const std::string text =
        TRY_CONTEXT(read_file(arguments.actions, kActionsBytes), "reading --actions " + arguments.actions);
    TRY(options.commits.add_list(text, arguments.actions));
  }
  TRY(refuse_project_files(arguments.outputs, arguments.paths));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  TRY(refuse_inputs(outputs, arguments.from));
  if (!arguments.actions.empty()) TRY(refuse_inputs(outputs, {arguments.actions}));
  LockfilesFrom from;
  TRY(from.find(arguments.from, options.targets));
  app::WorkflowHistory history;
  if (!arguments.no_history) history = app::WorkflowHistory::locate(options.targets, environment("GITHUB_SERVER_URL"));
  options.history = &history;
  os::Confinement confinement = confinement_to_change(options.targets, cache, options.apply);
  from.add_readable(confinement.read_paths);
  for (std::string& path : history.readable()) confinement.read_paths.push_back(std::move(path));
  confine_to(confinement, options.unopened);
  options.sources.older = TRY(from.read_all(options.targets));

  model::PinReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = TRY(app::pin(options, system_clock(), progress));
  }
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  TRY(write_standard_output(rendered(arguments.format, report, style)));
  return static_cast<int>(report.exit_code);
}

}  // namespace

int run_pin(const PinArguments& arguments) {
  const Result<int> code = pin_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
