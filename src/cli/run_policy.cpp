#include <algorithm>

#include "app/policy_explain.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/npm_folder.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_policy.h"
#include "policy/policy_case.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kMostFiles = 10'000;

std::string rendered(const std::string& format, const model::PolicyExplainReport& report, const Style& style) {
  return format == "json" ? render_policy_json(report) : render_policy_text(report, style);
}
std::string rendered(const std::string& format, const model::PolicyTestReport& report, const Style& style) {
  return format == "json" ? render_policy_test_json(report) : render_policy_test_text(report, style);
}

template <class Report>
Result<void> write_report(const PolicyArguments& arguments, std::vector<Output>& outputs, const Report& report) {
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  return write_standard_output(rendered(arguments.format, report, {use_color(arguments.common.color)}));
}

Result<int> explain_command(const PolicyArguments& arguments) {
  app::PolicyExplainOptions options;
  options.settings = TRY(load_settings(arguments.common.config));
  for (const model::RegistryRow& row : options.settings.registries) options.registries.add(row);
  options.registries.declare_private(options.settings.declared_private);
  options.package = arguments.package;
  std::unique_ptr<app::ReleaseArchives> archives;
  std::unique_ptr<app::RegistryDocuments> documents;
  if (!arguments.package.empty()) {
    options.user_config = load_user_config(options.unopened);
    OpenedTargets opened = TRY(open_targets({arguments.path}));
    options.targets = std::move(opened.targets);
    options.unopened.insert(options.unopened.end(), opened.unopened.begin(), opened.unopened.end());
    std::vector<model::FileUnread> no_gap;  // a cache that is not there holds nothing that was asked for
    const std::string cache = npm_folder(options.user_config, no_gap);
    archives = TRY(app::ReleaseArchives::open(arguments.archives, cache));
    documents = TRY(app::RegistryDocuments::open(arguments.archives, cache));
    options.archives = archives.get();
    options.documents = documents.get();
    TRY(refuse_project_files(arguments.outputs, {arguments.path}));
  }
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  confine_to(options.targets, options.unopened, {}, archives ? archives->readable() : std::vector<std::string>());

  model::PolicyExplainReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = TRY(app::explain_policy(options, system_clock(), progress));
  }
  TRY(write_report(arguments, outputs, report));
  return 0;
}

// The files of cases in the folder itself, in order of their names.
Result<std::vector<std::string>> case_files(const FileTree& folder, const std::string& shown) {
  std::vector<std::string> out;
  for (const DirectoryEntry& entry : TRY(folder.list(""))) {
    const bool is_yaml = entry.name.ends_with(".yaml") || entry.name.ends_with(".yml");
    if (entry.kind != EntryKind::directory && is_yaml && entry.name != "cordon.yaml") out.push_back(entry.name);
  }
  if (out.empty()) return fail(ErrorCode::not_found, shown + " has no cases: they are lists in files *.yaml");
  if (out.size() > kMostFiles) return fail(ErrorCode::too_many, shown + " has more than 10000 files of cases");
  return out;
}

Result<int> test_command(const PolicyArguments& arguments) {
  const policy::Settings settings = TRY(load_settings(arguments.common.config));
  if (settings.path.empty())
    return fail(ErrorCode::not_found, "there is no cordon.yaml whose rules could be tested; --config names one");
  std::vector<app::Target> targets;
  targets.push_back(TRY_CONTEXT(app::open_target(arguments.folder), "opening " + arguments.folder));
  const app::Target& target = targets.front();
  if (!target.only_file.empty())
    return fail(ErrorCode::usage, arguments.folder + " is a file; name the folder of the cases");
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  std::vector<model::FileUnread> unread;  // what the kernel cannot keep from this process changes no answer here
  confine_to(targets, unread);
  model::PolicyTestReport report;
  report.schema = "cordon.policy-test/1";
  report.settings = settings.path;
  for (const std::string& file : TRY(case_files(*target.tree, arguments.folder))) {
    const std::string shown = target.display(file), doing = "reading " + shown;
    const std::string text = TRY_CONTEXT(target.tree->read(file, Limits{}.bytes), doing);
    for (const policy::TestCase& test : TRY_CONTEXT(policy::read_test_cases(text, shown), doing)) {
      report.cases.push_back(policy::run_test_case(settings.rules, test));
      ++(report.cases.back().passed ? report.passed : report.failed);
    }
  }
  TRY(write_report(arguments, outputs, report));
  return report.failed == 0 ? 0 : 1;
}

}  // namespace

int run_policy(const PolicyArguments& arguments) {
  const Result<int> code = arguments.verb == PolicyVerb::test ? test_command(arguments) : explain_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
