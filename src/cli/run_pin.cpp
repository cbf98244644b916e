#include <memory>

#include "app/pin.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/lockfiles_from.h"
#include "cli/npm_folder.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_pin.h"

namespace cordon::cli {
namespace {

constexpr std::uint64_t kActionsBytes = 4u << 20;

std::string rendered(const std::string& format, const model::PinReport& report, const Style& style) {
  return format == "json" ? render_pin_json(report) : render_pin_text(report, style);
}

// Files are written in the folders of the targets alone, and nothing is written without --apply.
os::Confinement confinement_of(const app::PinOptions& options, const std::string& cache, const LockfilesFrom& from,
                               const app::WorkflowHistory& history) {
  os::Confinement out;
  for (const app::Target& target : options.targets)
    out.read_paths.push_back(target.only_file.empty() ? target.argument : folder_of(target.argument));
  if (options.apply) out.write_paths = out.read_paths;
  if (!cache.empty()) out.read_paths.push_back(cache);
  from.add_readable(out.read_paths);
  for (std::string& path : history.readable()) out.read_paths.push_back(std::move(path));
  return out;
}

Result<void> open_all(const PinArguments& arguments, app::PinOptions& options) {
  OpenedTargets opened = TRY(open_targets(arguments.paths.empty() ? std::vector<std::string>{"."} : arguments.paths));
  options.targets = std::move(opened.targets);
  options.unopened.insert(options.unopened.end(), opened.unopened.begin(), opened.unopened.end());
  for (const app::Target& target : options.targets) {
    if (!target.mounted_at.empty())
      return fail(ErrorCode::usage, target.argument + " is what was installed: name the folder of the project");
    options.raw.push_back(TRY(open_directory(target.only_file.empty() ? target.argument : folder_of(target.argument))));
  }
  if (arguments.actions.empty()) return {};
  const std::string text =
      TRY_CONTEXT(read_file(arguments.actions, kActionsBytes), "reading --actions " + arguments.actions);
  return options.commits.add_list(text, arguments.actions);
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
  const std::string cache = arguments.no_cache ? "" : npm_folder(options.user_config, options.unopened);
  std::unique_ptr<FileTree> cache_tree;
  if (!cache.empty()) cache_tree = TRY(open_directory(cache));
  if (cache_tree != nullptr) options.sources.caches.push_back({cache, cache_tree.get()});

  TRY(open_all(arguments, options));
  TRY(refuse_project_files(arguments.outputs, arguments.paths));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  TRY(refuse_inputs(outputs, arguments.from));
  if (!arguments.actions.empty()) TRY(refuse_inputs(outputs, {arguments.actions}));
  LockfilesFrom from;
  TRY(from.find(arguments.from, options.targets));
  app::WorkflowHistory history;
  if (!arguments.no_history) history = app::WorkflowHistory::locate(options.targets, environment("GITHUB_SERVER_URL"));
  options.history = &history;
  confine_to(confinement_of(options, cache, from, history), options.unopened);
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
