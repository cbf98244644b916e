#include <cstdio>

#include "app/scripts.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_scripts.h"

namespace cordon::cli {
namespace {

std::string rendered(const std::string& format, const model::ScriptsReport& report, const Style& style) {
  return format == "json" ? render_scripts_json(report) : render_scripts_text(report, style);
}

// What the list cannot name, or the answer leaves open, goes to standard error: the list is to be pasted.
Result<int> print_allow_list(const model::ScriptsReport& report, const std::string& form) {
  const AllowList list = TRY(render_allow_list(report, form));
  TRY(write_standard_output(list.text));
  for (const std::string& package : list.left_out)
    std::fprintf(stderr, "cordon: %s runs something, and a list of %s cannot name it\n",
                 text::visible(package, 300).c_str(), form.c_str());
  for (const std::string& package : list.doubtful)
    std::fprintf(stderr, "cordon: %s: the list does not allow it\n", text::visible(package, 600).c_str());
  if (report.answer.complete) return 0;
  for (const model::FileUnread& unread : report.coverage.unread)
    if (unread.incomplete)
      std::fprintf(stderr, "cordon: %s: %s\n", text::visible(unread.path, 300).c_str(),
                   text::visible(unread.reason, 300).c_str());
  return 3;
}

Result<int> scripts_command(const ScriptsArguments& arguments) {
  app::ScriptsOptions options;
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  for (const model::RegistryRow& row : settings.registries) options.registries.add(row);
  options.registries.declare_private(settings.declared_private);
  options.user_config = load_user_config(options.unopened);
  OpenedTargets opened = TRY(open_targets(arguments.paths));
  options.targets = std::move(opened.targets);
  options.unopened.insert(options.unopened.end(), opened.unopened.begin(), opened.unopened.end());
  const intel::Knowledge knowledge = TRY(load_knowledge(true, {}, options.unopened));
  options.knowledge = &knowledge;
  TRY(refuse_project_files(arguments.outputs, arguments.paths));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  confine_to(options.targets, options.unopened);

  model::ScriptsReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = app::list_scripts(options, progress);
  }
  report.coverage.settings = policy::settings_used(settings, 0);
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  if (!arguments.allow_list.empty()) return print_allow_list(report, arguments.allow_list);
  TRY(write_standard_output(rendered(arguments.format, report, {use_color(arguments.common.color)})));
  return static_cast<int>(report.answer.exit_code);
}

}  // namespace

int run_scripts(const ScriptsArguments& arguments) {
  const Result<int> code = scripts_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
