#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "app/policy_explain.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/npm_folder.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_policy.h"
#include "model/ascii.h"
#include "policy/policy_case.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kMostFiles = 10'000;
constexpr std::size_t kMostNames = 500;  // bytes of what was not read

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
    documents = TRY(app::RegistryDocuments::open(arguments.archives, cache, options.registries));
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

bool is_yaml(const std::string& name) {
  std::string end = name.substr(std::min(name.size(), name.rfind('.')));
  for (char& c : end) c = model::ascii::lower(c);
  return end == ".yaml" || end == ".yml";
}

// The files of cases in the folder itself, in order of their names. What stands beside them is told: a case that is
// not read tests nothing.
Result<std::vector<std::string>> case_files(const FileTree& folder, const std::string& shown, bool quiet) {
  std::vector<std::string> out;
  std::string others;
  for (const DirectoryEntry& entry : TRY(folder.list(""))) {
    const bool is_folder = entry.kind == EntryKind::directory;
    if (!is_folder && entry.name == "cordon.yaml") continue;
    if (!is_folder && is_yaml(entry.name)) out.push_back(entry.name);
    else if (others.size() < kMostNames)
      others += (others.empty() ? "" : ", ") + text::visible(entry.name) + (is_folder ? "/" : "");
  }
  if (!others.empty() && !quiet)
    fmt::print(stderr, "cordon: not read in {}: {} (cases stand in files *.yaml of the folder itself)\n", shown,
               others);
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
  model::Registries registries;
  for (const model::RegistryRow& row : settings.registries) registries.add(row);
  registries.declare_private(settings.declared_private);
  report.settings = settings.path;
  for (const std::string& file : TRY(case_files(*target.tree, arguments.folder, arguments.common.quiet))) {
    const std::string shown = target.display(file), doing = "reading " + shown;
    const std::string text = TRY_CONTEXT(target.tree->read(file, Limits{}.bytes), doing);
    const std::vector<policy::TestCase> tests = TRY_CONTEXT(policy::read_test_cases(text, shown, registries), doing);
    if (tests.empty()) return fail(ErrorCode::not_found, shown + " has no case: write one, or remove the file");
    for (const policy::TestCase& test : tests) {
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
