#include "app/project_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "app/installed_runs.h"
#include "app/package_runs.h"
#include "app/report_answer.h"
#include "inventory/client_config_read.h"
#include "inventory/npm/location.h"
#include "inventory/pypi/startup_files.h"

namespace cordon::app {
namespace {

using inventory::npm::BuildPolicy;
using model::Client;
using model::InstallRun;
using model::RunKind;
using model::RunOwner;
using model::RunState;

constexpr std::uint64_t kStartupBytes = 8u << 20;

std::string join(std::string_view directory, std::string_view name) {
  return directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
}

void add_unread(std::vector<model::FileUnread>& unread, std::string path, const Error& error) {
  unread.push_back({std::move(path), error.line, std::string(to_string(error.code)), error.message, true});
}

// The client that installs the project: that of its lockfile, else the one that its installed tree or its package.json
// names.
Client client_of(const checks::Project& project) {
  for (const model::Inventory& lockfile : project.lockfiles)
    if (!lockfile.document && lockfile.ecosystem == "npm") return lockfile.client;
  if (project.hidden_lockfile) return project.hidden_lockfile->client;
  return project.manifest ? inventory::client_named(project.manifest->package_manager) : Client::npm;
}

class ProjectCollector {
 public:
  ProjectCollector(const Target& target, const inventory::Project& found, const ProjectRead& read, const Limits& limits,
                   CollectedRuns& out)
      : target_(target), found_(found), project_(read.project), limits_(limits), out_(out) {}

  void collect() {
    if (found_.ecosystem == "npm") npm();
    else if (found_.ecosystem == "pypi" && found_.has_installed_tree) python_startup();
    for (const model::Inventory& lockfile : project_.lockfiles) other_ecosystem(lockfile);
  }

 private:
  void npm() {
    const auto covered = out_.members.find({&target_, found_.directory});
    const bool is_member = covered != out_.members.end();
    policy_ = is_member ? covered->second : read_policy();
    if (!is_member) note_members();
    collect_dependencies({target_, found_, project_, policy_, limits_}, out_);
    // Beside a lockfile that was named alone stand the scripts of its project and of the folders that it covers.
    const bool alone = !target_.only_file.empty() && !found_.has_manifest && has_npm_lockfile();
    if ((found_.has_manifest || alone) && !out_.linked.contains({&target_, found_.directory}))
      own_scripts(found_.directory, is_member);
    if (!target_.only_file.empty() && !is_member)
      for (const std::string& member : member_folders()) own_scripts(member, true);
    if (!is_member) {
      client_files();
      modules_hooks();
    }
  }

  BuildPolicy read_policy() {
    BuildPolicy policy;
    policy.client = client_of(project_);
    for (const model::Inventory& lockfile : project_.lockfiles)
      if (lockfile.client == policy.client && policy.lock_format.empty()) policy.lock_format = lockfile.format;
    policy.scripts_off = project_.clients.of(policy.client).scripts_off;
    read_lists(policy);
    if (policy.client == Client::yarn_berry) read_yarn_settings(policy);
    const std::string workspace = join(found_.directory, "pnpm-workspace.yaml");
    if (policy.client != Client::pnpm) return policy;
    Result<std::string> text = target_.tree->read(workspace, limits_.bytes);
    if (!text && text.error().code == ErrorCode::not_found) return policy;
    auto settings = text ? inventory::npm::read_pnpm_workspace(std::move(*text), target_.display(workspace), limits_)
                         : Result<inventory::npm::PnpmWorkspace>(std::unexpected(text.error()));
    if (!settings) {
      add_unread(out_.unread, target_.display(workspace), settings.error());
      return policy;
    }
    out_.unread.insert(out_.unread.end(), settings->unread.begin(), settings->unread.end());
    inventory::npm::add_pnpm_settings(std::move(*settings), policy.lists);
    return policy;
  }

  // Also where only the lockfile was named: what a project allows stands beside it.
  void read_lists(BuildPolicy& policy) {
    const std::string path = join(found_.directory, "package.json");
    Result<std::string> text = target_.tree->read(path, limits_.bytes);
    if (!text) return;  // there is none, or read_project tells why
    auto lists = inventory::npm::read_allow_lists(std::move(*text), target_.display(path), out_.unread, limits_);
    if (lists) policy.lists = std::move(*lists);
  }

  // Whether the project itself turns scripts on, which newer yarn does not by itself.
  void read_yarn_settings(BuildPolicy& policy) {
    const std::string path = join(found_.directory, ".yarnrc.yml");
    const Result<std::string> text = target_.tree->read(path, limits_.bytes);
    if (!text) return;
    const inventory::ConfigSource said =
        inventory::read_config_source(inventory::ConfigForm::yarnrc_yml, *text, target_.display(path), out_.unread);
    if (said.scripts == inventory::Scripts::run) policy.scripts_on = said.scripts_place;
  }

  bool has_npm_lockfile() const {
    return std::ranges::any_of(project_.lockfiles, [](const model::Inventory& lockfile) {
      return !lockfile.document && lockfile.ecosystem == "npm";
    });
  }

  // Those inside the tree; others stand in out_.members too.
  std::vector<std::string> member_folders() const {
    std::vector<std::string> folders;
    for (const model::Inventory& lockfile : project_.lockfiles)
      for (const std::string& member : lockfile.members) {
        std::string folder = inventory::npm::join_location(found_.directory, member);
        if (folder != ".." && !folder.starts_with("../") && !folder.starts_with('/'))
          folders.push_back(std::move(folder));
      }
    return folders;
  }

  void note_members() {
    for (const model::Inventory& lockfile : project_.lockfiles)
      for (const std::string& member : lockfile.members)
        out_.members.emplace(std::pair(&target_, inventory::npm::join_location(found_.directory, member)), policy_);
  }

  void own_scripts(const std::string& directory, bool is_member) {
    PackageRuns own = read_package_runs(target_, directory, PackageSource::project, policy_.client, limits_);
    const inventory::npm::BuildDecision decision = decide_project(policy_);
    for (InstallRun& run : own.runs) {
      if (is_member && follows_the_tree(run.when)) continue;
      run.owner = is_member ? RunOwner::workspace : RunOwner::project;
      if (project_.manifest && directory == found_.directory) {
        run.name = project_.manifest->name;
        run.version = project_.manifest->version;
      }
      run.state = decision.state;
      if (!decision.decided_by.empty()) run.decided_by = decision.decided_by;
      out_.runs.push_back(std::move(run));
    }
    out_.unread.insert(out_.unread.end(), std::make_move_iterator(own.unread.begin()),
                       std::make_move_iterator(own.unread.end()));
  }

  // Of a client that does not install this project, as far as its lockfile says, they hang on who installs.
  void client_files() {
    struct ClientFile {
      std::string_view name;
      std::initializer_list<Client> clients;
    };
    const ClientFile files[] = {{".npmrc", {Client::npm, Client::pnpm}}, {".yarnrc", {Client::yarn_classic}},
                                {".yarnrc.yml", {Client::yarn_berry}},   {"pnpm-workspace.yaml", {Client::pnpm}},
                                {".pnpmfile.cjs", {Client::pnpm}},       {".pnpmfile.mjs", {Client::pnpm}},
                                {"pnpmfile.js", {Client::pnpm}}};
    for (const ClientFile& file : files) {
      const bool reads_it = std::ranges::find(file.clients, policy_.client) != file.clients.end();
      for (InstallRun& run : read_client_runs(target_, found_.directory, {file.name}, limits_, out_.unread)) {
        if (!reads_it) {
          run.state = RunState::unknown;
          run.decided_by = "only where the client installs that reads this file";
        }
        if (project_.manifest) {
          run.name = project_.manifest->name;
          run.version = project_.manifest->version;
        }
        out_.runs.push_back(std::move(run));
      }
    }
  }

  // node_modules/.hooks/<event>: run at that event of every package, by npm up to version 6 and by pnpm.
  void modules_hooks() {
    const std::string folder = join(found_.directory, "node_modules/.hooks");
    const Result<std::vector<DirectoryEntry>> listed = target_.tree->list(folder);
    if (!listed) {
      if (listed.error().code != ErrorCode::not_found) add_unread(out_.unread, target_.display(folder), listed.error());
      return;
    }
    for (const DirectoryEntry& entry : *listed) {
      if (entry.kind == EntryKind::directory) continue;
      InstallRun run;
      run.kind = RunKind::client;
      run.when = entry.name;
      run.text = shown_command(folder + "/" + entry.name);
      run.place = {target_.display(folder + "/" + entry.name), 0};
      run.instances = 1;
      if (const Result<FileDigest> digest = target_.tree->digest(folder + "/" + entry.name, kStartupBytes))
        run.starts.push_back({run.place.path, to_hex(digest->sha256)});
      run.remarks.emplace_back("run at this event of every package");
      if (policy_.client != Client::pnpm) {
        run.state = RunState::unknown;
        run.decided_by = "npm up to version 6 and pnpm run it";
      }
      out_.runs.push_back(std::move(run));
    }
  }

  // Files of an environment of Python's that run each time it starts.
  void python_startup() {
    const Result<std::vector<DirectoryEntry>> listed = target_.tree->list(found_.directory);
    if (!listed) return add_unread(out_.unread, target_.display(found_.directory), listed.error());
    for (const DirectoryEntry& entry : *listed) {
      if (entry.kind == EntryKind::directory || !inventory::pypi::is_startup_file(entry.name)) continue;
      const std::string path = join(found_.directory, entry.name);
      InstallRun run;
      run.kind = RunKind::python;
      run.when = "start of Python";
      run.owner = RunOwner::dependency;
      run.place = {target_.display(path), 0};
      run.instances = 1;
      if (inventory::pypi::is_compiled_startup_file(entry.name)) {
        run.remarks.emplace_back("compiled: what it does cannot be shown");
        out_.runs.push_back(std::move(run));
        continue;
      }
      const Result<std::string> text = target_.tree->read(path, kStartupBytes);
      if (!text) {
        add_unread(out_.unread, target_.display(path), text.error());
        continue;
      }
      const auto code = inventory::pypi::startup_code(entry.name, *text);
      if (!code) continue;
      run.text = shown_command(code->text);
      run.place.line = code->line;
      out_.runs.push_back(std::move(run));
    }
  }

  // Packages of Python's that are built from source, and lockfiles of others that do not say what runs.
  void other_ecosystem(const model::Inventory& lockfile) {
    const std::string& ecosystem = lockfile.ecosystem;
    if ((ecosystem == "npm" && !lockfile.document) || ecosystem == "javascript" || ecosystem == "github-actions")
      return;
    std::size_t unknown = 0;
    for (const model::Component& component : lockfile.components) {
      if (component.install_script == model::InstallScript::unknown) ++unknown;
      if (component.install_script != model::InstallScript::yes || component.ecosystem != "pypi") continue;
      InstallRun run;
      run.kind = RunKind::build_backend;
      run.when = "build";
      run.owner = RunOwner::dependency;
      run.name = component.name;
      run.version = component.version;
      run.purl = component.purl;
      run.place = component.place;
      run.instances = 1;
      out_.runs.push_back(std::move(run));
    }
    out_.unsaid += unknown;
    if (unknown > 0)
      out_.unread.push_back({lockfile.path, 0, "scripts_unknown",
                             fmt::format("{} does not say which packages run code when they are installed or built: {}",
                                         lockfile.format, counted(unknown, "package", "packages")),
                             true});
  }

  const Target& target_;
  const inventory::Project& found_;
  const checks::Project& project_;
  const Limits& limits_;
  CollectedRuns& out_;
  BuildPolicy policy_;
};

}  // namespace

void collect_project(const Target& target, const inventory::Project& found, const ProjectRead& read,
                     const Limits& limits, CollectedRuns& out) {
  ProjectCollector(target, found, read, limits, out).collect();
}

}  // namespace cordon::app
