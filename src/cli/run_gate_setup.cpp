// `cordon gate setup` and `cordon gate unset`: clients told of a gate, and told off again.
#include <filesystem>
#include <map>

#include "app/client_setup.h"
#include "app/registry_rules.h"
#include "base/os/file_lock.h"
#include "base/text.h"
#include "cli/environment.h"
#include "cli/gate_address.h"
#include "cli/gate_commands.h"
#include "cli/npm_folder.h"
#include "cli/outputs.h"
#include "cli/render_gate_setup.h"
#include "cli/restore_lockfiles.h"
#include "model/default_registry.h"

namespace cordon::cli {
namespace {

// Without links; what is not there stays as it is called.
Result<std::string> whole(const std::string& path) {
  std::error_code error;
  const std::filesystem::path out = std::filesystem::weakly_canonical(path, error);
  if (error) return fail(ErrorCode::io, text::visible(path, 300) + ": " + error.message());
  return out.string();
}

Result<app::ClientFolders> folders_of(const GateArguments& arguments) {
  app::ClientFolders out;
  const std::string home = environment("HOME");
  if (home.empty() && arguments.project.empty())
    return fail(ErrorCode::usage,
                "HOME is not set, so there is no user's configuration: name a project with --project");
  out.home = TRY(whole(home.empty() ? "/nonexistent" : home));
  const std::string config = environment("XDG_CONFIG_HOME");
  out.bun_home = config.empty() ? out.home : TRY(whole(config));
  const std::string npmrc = npm_path(inventory::npm_path_of("userconfig", environment_lines()));
  // The file itself may be a link, and is opened as one.
  const std::filesystem::path file(npmrc.empty() ? out.home + "/.npmrc" : npmrc);
  out.npmrc = TRY(whole(folder_of(file.string()))) + "/" + file.filename().string();
  out.project = TRY(whole(arguments.project.empty() ? "." : arguments.project));
  std::error_code error;
  if (!std::filesystem::is_directory(out.project, error))
    return fail(ErrorCode::not_found, text::visible(arguments.project, 300) + " is no folder");
  return out;
}

// What both verbs begin with: nothing but these files is in reach afterwards.
struct Begun {
  app::ClientSetup setup;
  policy::Settings settings;
  std::string record;
  std::optional<os::FileLock> lock;
  std::vector<model::FileUnread> unread;
};

Result<Begun> begin(const GateArguments& arguments) {
  Begun out;
  out.settings = TRY(load_user_settings(arguments.common.config));
  app::ClientSetup& setup = out.setup;
  setup.client = arguments.client;
  setup.of_user = arguments.project.empty();
  setup.dry_run = arguments.dry_run;
  setup.folders = TRY(folders_of(arguments));
  setup.user = load_client_config(out.unread);
  for (const policy::GateScope& each : out.settings.gate.scopes) setup.gate_scopes.push_back(each.scope);
  out.record = gate_setup_record();
  if (out.record.empty())
    return fail(ErrorCode::usage,
                "neither HOME nor XDG_STATE_HOME is set: there is no place to remember what stood there");
  std::error_code error;
  const std::string state = folder_of(out.record);
  if (!setup.dry_run) {
    std::filesystem::create_directories(state, error);
    if (error) return fail(ErrorCode::io, "cannot make " + state + ": " + error.message());
    out.lock = TRY(os::FileLock::take(out.record + ".lock", true));
  }
  os::Confinement confinement;
  const app::ClientFolders& folders = setup.folders;
  confinement.read_paths = {folders.home, folders.bun_home, folder_of(folders.npmrc), folders.project, state};
  if (!setup.dry_run && setup.of_user)
    confinement.write_paths = {folders.home, folders.bun_home, folder_of(folders.npmrc), state};
  if (!setup.dry_run && !setup.of_user) confinement.write_paths = {folders.project, state};
  confine_to(confinement, out.unread);
  return out;
}

Result<int> finish(const GateArguments& arguments, Begun& begun, model::GateSetupReport& report) {
  report.unread.insert(report.unread.end(), begun.unread.begin(), begun.unread.end());
  TRY(write_standard_output(arguments.format == "json"
                                ? render_gate_setup_json(report)
                                : render_gate_setup_text(report, {use_color(arguments.common.color)})));
  return static_cast<int>(report.exit_code);
}

// What clients wrote of the gate into the project's lockfiles.
Result<void> restore(const Begun& begun, const std::string& gate, const std::string& behind,
                     model::GateSetupReport& report) {
  std::string base = behind.empty() ? begun.settings.gate.upstream : behind;
  const bool is_default = base.empty();
  if (is_default) base = model::default_registry("npm");
  std::vector<RegistryBehind> registries{{"", app::whole_base(base), is_default}};
  for (const policy::GateScope& each : begun.settings.gate.scopes)
    registries.push_back({each.scope, app::whole_base(each.registry), false});
  for (const std::string& name : TRY(restore_lockfiles(begun.setup.folders.project, gate, registries)))
    report.notices.push_back({model::GateNoticeKind::lockfile_restored,
                              name + " had the gate's address, and has that of the registry again", std::nullopt});
  return {};
}

}  // namespace

Result<int> gate_setup(const GateArguments& arguments) {
  Begun begun = TRY(begin(arguments));
  begun.setup.url = TRY(gate_address(arguments.url, begun.settings));
  app::SetupRecord record = TRY(app::SetupRecord::open(begun.record));
  model::GateSetupReport report = TRY(app::set_up_client(begun.setup, record));
  return finish(arguments, begun, report);
}

Result<int> gate_unset(const GateArguments& arguments) {
  Begun begun = TRY(begin(arguments));
  app::SetupRecord record = TRY(app::SetupRecord::open(begun.record));
  const auto registries = record.registries();
  model::GateSetupReport report = TRY(app::unset_client(begun.setup, record));
  if (!begun.setup.of_user && !begun.setup.dry_run) {
    const std::string gate = report.url.empty() ? TRY(gate_address("", begun.settings)) : report.url;
    const auto known = registries.find(gate);
    TRY(restore(begun, gate, known == registries.end() ? "" : known->second, report));
  }
  return finish(arguments, begun, report);
}

}  // namespace cordon::cli
