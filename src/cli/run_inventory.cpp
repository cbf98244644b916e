#include <algorithm>
#include <cstdio>

#include "app/read_inventory.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render.h"

namespace cordon::cli {
namespace {

Result<int> inventory_command(const InventoryArguments& arguments) {
  app::InventoryOptions options;
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  for (const model::RegistryRow& row : settings.registries) options.registries.add(row);
  options.registries.declare_private(settings.declared_private);
  options.user_config = load_user_config(options.unopened);
  TRY(add_libraries(arguments.libraries, options));
  OpenedTargets opened = TRY(open_targets(arguments.paths));
  options.targets = std::move(opened.targets);
  options.unopened.insert(options.unopened.end(), opened.unopened.begin(), opened.unopened.end());
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  confine_to(options.targets, options.unopened);

  app::InventoryReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = app::read_inventory(options, progress);
  }
  report.coverage.settings = policy::settings_used(settings, 0);
  const auto render = [&](const std::string& format, const Style& style) {
    return format == "json" ? render_inventory_json(report.inventories, report.coverage)
                            : render_inventory_text(report.inventories, report.coverage, style);
  };
  for (Output& output : outputs) TRY(output.file.write(render(output.format, {})));
  TRY(write_standard_output(render(arguments.format, {use_color(arguments.common.color)})));
  const bool complete = std::none_of(report.coverage.unread.begin(), report.coverage.unread.end(),
                                     [](const auto& u) { return u.incomplete; });
  return complete ? 0 : 3;
}

}  // namespace

int run_inventory(const InventoryArguments& arguments) {
  const Result<int> code = inventory_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
