#include <memory>
#include <optional>

#include "app/fix.h"
#include "app/hunt.h"
#include "app/memory.h"
#include "base/date.h"
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/files_to_change.h"
#include "cli/judging.h"
#include "cli/lockfiles_from.h"
#include "cli/outputs.h"
#include "cli/progress_line.h"
#include "cli/render_fix.h"
#include "policy/rules.h"

namespace cordon::cli {
namespace {

std::string rendered(const std::string& format, const model::FixReport& report, const Style& style) {
  return format == "json" ? render_fix_json(report) : render_fix_text(report, style);
}

Result<intel::Knowledge> knowledge_of(const FixArguments& arguments, std::vector<model::FileUnread>& unread) {
  std::vector<intel::IncidentPack> made;
  if (!arguments.packages.empty()) made.push_back(TRY(app::pack_of(arguments.packages, system_clock())));
  if (arguments.no_knowledge && made.empty() && arguments.packs.empty())
    return fail(ErrorCode::usage, "--no-knowledge leaves nothing to take back: name it with --package or --pack");
  intel::Knowledge knowledge = TRY(load_knowledge(!arguments.no_knowledge, arguments.packs, unread, std::move(made)));
  if (!arguments.no_knowledge) TRY(add_advisories(arguments.index, knowledge));
  return knowledge;
}

// What scan --remember saw in these projects. Where nothing was remembered, or it cannot be read, there is none.
std::vector<app::Witness> witnesses_of(const std::vector<app::Target>& targets,
                                       std::vector<model::FileUnread>& unopened) {
  const auto path = memory_path("");
  if (!path) return {};
  auto memory = open_memory(*path, false);
  std::vector<std::string> folders;
  for (const app::Target& target : targets) folders.push_back(target.place);
  Result<std::vector<app::SeenThere>> seen = std::vector<app::SeenThere>();
  if (!memory) seen = std::unexpected(memory.error());
  else if (*memory) seen = (*memory)->seen_below(folders, "npm");
  if (!seen) {
    unopened.push_back({*path, 0, std::string(to_string(seen.error().code)), seen.error().describe(), false});
    return {};
  }
  std::vector<app::Witness> out;
  for (const app::SeenThere& each : *seen)
    for (const std::string& integrity : each.integrity)
      out.push_back({each.name, each.version, integrity,
                     "seen in " + each.project + " on " + time_of(each.seen).substr(0, 10) + " (scan --remember)"});
  return out;
}

Result<int> fix_command(const FixArguments& arguments) {
  app::FixOptions options;
  options.apply = arguments.apply;
  options.forward = arguments.forward;
  if (!arguments.severity.empty())
    options.severity = model::severity_from_string(arguments.severity).value_or(model::Severity::high);
  // "0": whatever its age.
  if (arguments.minimum_age != "0")
    options.published_before =
        system_clock().unix_seconds() -
        TRY_CONTEXT(policy::parse_age(arguments.minimum_age.empty() ? "3d" : arguments.minimum_age),
                    "reading --minimum-age");
  options.settings = TRY(load_settings(arguments.common.config));
  const intel::Knowledge knowledge = TRY(knowledge_of(arguments, options.unopened));
  options.knowledge = &knowledge;
  options.user_config = load_user_config(options.unopened);
  const NpmCacheFolder cache = TRY(open_npm_cache(!arguments.no_cache, options.user_config, options.unopened));
  if (cache.tree != nullptr) options.sources.caches.push_back({cache.place, cache.tree.get()});

  TRY(open_to_change(arguments.paths, options.targets, options.raw, options.unopened));
  TRY(refuse_project_files(arguments.outputs, arguments.paths));
  std::vector<Output> outputs = TRY(open_outputs(arguments.outputs, {"text", "json"}));
  TRY(refuse_inputs(outputs, arguments.from));
  options.sources.witnesses = witnesses_of(options.targets, options.unopened);
  LockfilesFrom older;
  TRY(older.find(arguments.from, options.targets));
  std::optional<app::FixHistory> history;
  if (!arguments.no_history) options.history = &history.emplace(options.targets);
  const auto documents = TRY(app::RegistryDocuments::open({}, ""));
  std::unique_ptr<app::OnlineDocuments> online;
  if (arguments.online)
    online = TRY(start_online(arguments.common.config, arguments.online_seconds, options.user_config, options.settings,
                              *documents));
  options.online = online.get();
  os::Confinement confinement = confinement_to_change(options.targets, cache, options.apply);
  older.add_readable(confinement.read_paths);
  if (history)
    for (std::string& path : history->readable()) confinement.read_paths.push_back(std::move(path));
  confine_to(confinement, options.unopened);
  options.sources.older = TRY(older.read_all(options.targets));

  model::FixReport report;
  {
    app::Progress progress;
    const ProgressLine line(progress, arguments.common.quiet);
    report = TRY(app::fix(options, system_clock(), progress));
  }
  const Style style{use_color(arguments.common.color)};
  for (Output& output : outputs) TRY(output.file.write(rendered(output.format, report, {})));
  TRY(write_standard_output(rendered(arguments.format, report, style)));
  return static_cast<int>(report.exit_code);
}

}  // namespace

int run_fix(const FixArguments& arguments) {
  const Result<int> code = fix_command(arguments);
  return code ? *code : report_error(code.error());
}

}  // namespace cordon::cli
