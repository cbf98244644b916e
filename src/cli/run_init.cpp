#include "app/init.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/outputs.h"
#include "cli/render_init.h"
#include "git/location.h"

namespace cordon::cli {
namespace {

std::string rendered(const std::string& format, const model::InitReport& report, bool quiet, const Style& style) {
  if (format == "json") return render_init_json(report);
  const std::string text = render_init_text(report, style);
  return quiet ? text.substr(0, text.find('\n') + 1) : text;
}

app::InitOptions options_of(const InitArguments& arguments) {
  app::InitOptions options;
  if (arguments.github) options.systems.push_back(app::CiSystem::github);
  if (arguments.gitlab) options.systems.push_back(app::CiSystem::gitlab);
  if (arguments.pre_commit) options.systems.push_back(app::CiSystem::pre_commit);
  options.detect = arguments.ci == "auto" || (arguments.ci.empty() && options.systems.empty());
  options.force = arguments.force;
  options.print = arguments.print;
  return options;
}

// CI systems read their files from the top of a repository only.
Result<void> check_top(const InitArguments& arguments, const app::InitOptions& options) {
  const Result<git::Location> location = git::locate_repository(arguments.path);
  if (options.systems.empty() || !location || location->prefix.empty()) return {};
  return fail(ErrorCode::usage, "CI reads its files from the top of the repository: 'cordon init " +
                                    location->work_tree + "', or leave the CI system out here");
}

Result<int> init_command(const InitArguments& arguments) {
  const app::InitOptions options = options_of(arguments);
  TRY(check_top(arguments, options));
  const std::unique_ptr<FileTree> tree = TRY_CONTEXT(open_directory(arguments.path), "opening " + arguments.path);
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  std::vector<model::FileUnread> not_confined;
  os::Confinement confinement;
  confinement.read_paths = {arguments.path};
  if (!options.print) confinement.write_paths = {arguments.path};
  confine_to(confinement, not_confined);
  model::InitReport report = TRY(app::initialise(*tree, arguments.path, options));
  report.unread.insert(report.unread.end(), not_confined.begin(), not_confined.end());
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, arguments.quiet, {})));
  TRY(write_standard_output(rendered(arguments.format, report, arguments.quiet, {use_color(arguments.color)})));
  return static_cast<int>(report.exit_code);
}

}  // namespace

int run_init(const InitArguments& arguments) {
  const Result<int> code = init_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
