#include "app/installed_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "app/name_ways.h"
#include "app/package_runs.h"
#include "inventory/npm/location.h"
#include "model/graph.h"

namespace cordon::app {
namespace {

using model::Component;
using model::InstallRun;
using model::InstallScript;
using model::Inventory;
using model::Origin;
using model::RunKind;
using model::RunOwner;

std::string_view instance_of(const Component& component) {
  const std::size_t hash = component.id.find('#');
  return hash == std::string::npos ? std::string_view() : std::string_view(component.id).substr(hash + 1);
}

std::string release_of(const Component& component) { return component.name + "@" + component.version; }

PackageSource source_of(const Component& component) {
  if (component.origin == Origin::git) return PackageSource::git;
  if (component.origin == Origin::file || component.origin == Origin::link || component.origin == Origin::workspace)
    return PackageSource::folder;
  return PackageSource::archive;
}

// The graph of an inventory, and what is asked of it. Made when the first question comes.
class Ways {
 public:
  explicit Ways(const Inventory& inventory) : inventory_(inventory) {}

  void explain(std::uint32_t component, InstallRun& run) {
    if (!graph_) graph_ = std::make_unique<model::Graph>(inventory_);
    const std::uint32_t nodes[] = {component};
    const model::Reach reach = graph_->reach(nodes);
    if (reach.paths.empty()) return;
    run.direct = graph_->declared(component);
    for (const std::uint32_t node : reach.paths.front().nodes) run.via.push_back(label(node));
  }

  std::string names_to(std::uint32_t component) {
    if (!names_) names_ = std::make_unique<NameWays>(inventory_);
    return names_->way_to(component);
  }

 private:
  std::string label(std::uint32_t node) const {
    const bool root = inventory_.is_root(node);
    const std::size_t index = root ? node - inventory_.components.size() : node;
    const std::string& name = root ? inventory_.roots[index].name : inventory_.components[index].name;
    const std::string& version = root ? inventory_.roots[index].version : inventory_.components[index].version;
    if (name.empty()) return "(project)";
    return version.empty() ? name : name + "@" + version;
  }

  const Inventory& inventory_;
  std::unique_ptr<model::Graph> graph_;
  std::unique_ptr<NameWays> names_;
};

class DependencyCollector {
 public:
  DependencyCollector(const DependencySources& sources, CollectedRuns& out)
      : target_(sources.target), found_(sources.found), project_(sources.project), policy_(sources.policy),
        limits_(sources.limits), out_(out) {}

  void collect() {
    for (const Inventory& lockfile : project_.lockfiles)
      if (counts(lockfile)) index(lockfile);
    if (project_.hidden_lockfile) index(*project_.hidden_lockfile);
    if (project_.installed) installed(project_.installed->inventory);
    for (const Inventory& lockfile : project_.lockfiles)
      if (counts(lockfile)) locked(lockfile);
  }

 private:
  static bool counts(const Inventory& lockfile) { return lockfile.ecosystem == "npm" && !lockfile.document; }

  void index(const Inventory& lockfile) {
    for (const Component& component : lockfile.components) {
      if (instance_of(component).starts_with(inventory::npm::kModulesPrefix))
        by_location_.emplace(instance_of(component), &component);
      by_release_.emplace(release_of(component), &component);
    }
  }

  // What a lockfile says of an installed package: of its place, else of its release.
  const Component* locked_as(const Component& component) const {
    if (const auto found = by_location_.find(instance_of(component)); found != by_location_.end()) return found->second;
    const auto found = by_release_.find(release_of(component));
    return found == by_release_.end() ? nullptr : found->second;
  }

  void installed(const Inventory& inventory) {
    Ways ways(inventory);
    for (std::uint32_t i = 0; i < inventory.components.size(); ++i) {
      const Component& component = inventory.components[i];
      const std::string& directory = project_.installed->directories[i];
      installed_locations_.emplace(instance_of(component));
      installed_releases_.insert(release_of(component));
      const Component* lock = locked_as(component);
      if (component.origin == Origin::link) {
        if (!claim_link(component, directory)) continue;
      } else {
        out_.folders.emplace(std::pair(&target_, directory),
                             PackageFolder{component.name, component.version, component.purl});
      }
      const Component& judged = lock != nullptr ? *lock : component;
      const bool says_yes = lock != nullptr && lock->install_script == InstallScript::yes;
      if (component.install_script == InstallScript::no && !says_yes && source_of(judged) == PackageSource::archive &&
          !builds_unasked(directory))
        continue;
      PackageRuns package = read_package_runs(target_, directory, source_of(judged), policy_.client, limits_);
      remark(component, lock, package);
      if (source_of(judged) == PackageSource::git)
        for (InstallRun& run : read_client_runs(target_, directory, {".npmrc"}, limits_, package.unread))
          package.runs.push_back(std::move(run));
      add(component, judged, i, ways, std::move(package));
    }
  }

  // The installed tree is read by npm's rules; other clients build a binding.gyp also where "gypfile": false stands.
  bool builds_unasked(const std::string& directory) const {
    return policy_.client != model::Client::npm && target_.tree->info(directory + "/binding.gyp").has_value();
  }

  // Whether a link leads to a folder that is looked at as a dependency, not as a workspace package of the project.
  bool claim_link(const Component& component, const std::string& directory) {
    if (directory.empty()) {
      out_.unread.push_back({component.place.path, 0, "outside_root",
                             "a link that leads to no folder of what is read: what it runs is not known", true});
      return false;
    }
    return !out_.members.contains({&target_, directory}) && out_.linked.emplace(&target_, directory).second;
  }

  // Where the lockfile and what stands there differ.
  void remark(const Component& component, const Component* lock, PackageRuns& package) const {
    if (lock == nullptr) return;
    std::vector<std::string> remarks;
    if (lock->version != component.version && lock->origin == Origin::registry)
      remarks.push_back("the lockfile has " + lock->version + " here");
    if (lock->name != component.name && lock->origin == Origin::registry)
      remarks.push_back("the lockfile has " + lock->name + " here");
    const bool runs = std::ranges::any_of(package.runs, [](const InstallRun& run) {
      return run.kind == RunKind::native_build || inventory::npm::runs_as_dependency(run.when);
    });
    if (lock->install_script == InstallScript::yes && !runs) {
      InstallRun run;
      run.kind = RunKind::unnamed;
      run.when = "install";
      run.place = component.place;
      run.instances = 1;
      run.remarks.emplace_back(
          "the lockfile says that it has an install script, and its package.json here has none: that may have been "
          "changed since");
      package.doubt = run.remarks.back();
      package.runs.push_back(std::move(run));
    }
    if (lock->install_script == InstallScript::no && runs && source_of(*lock) == PackageSource::archive)
      remarks.emplace_back("the lockfile says that it has no install script");
    if (!remarks.empty()) package.doubt = release_of(component) + " is installed, and " + remarks.front();
    for (InstallRun& run : package.runs) run.remarks.insert(run.remarks.end(), remarks.begin(), remarks.end());
  }

  void add(const Component& component, const Component& judged, std::uint32_t index, Ways& ways,
           PackageRuns&& package) {
    out_.unread.insert(out_.unread.end(), std::make_move_iterator(package.unread.begin()),
                       std::make_move_iterator(package.unread.end()));
    if (package.runs.empty()) return;
    const std::string way = ways.names_to(index);
    const inventory::npm::BuildDecision decision = decide_dependency(policy_, judged, way);
    bool known = true;
    for (InstallRun& run : package.runs) {
      known = known && run.kind != RunKind::unnamed;
      run.owner = RunOwner::dependency;
      run.name = component.name;
      run.version = component.version;
      run.purl = component.purl;
      run.state = decision.state;
      if (!decision.decided_by.empty()) run.decided_by = decision.decided_by;
      ways.explain(index, run);
      out_.runs.push_back(std::move(run));
    }
    model::ScriptedPackage scripted;
    scripted.name = judged.name;
    scripted.version = judged.version;
    scripted.purl = judged.purl;
    scripted.project = found_.directory.empty() ? target_.display("") : target_.display(found_.directory);
    scripted.integrity = judged.integrity;
    if (known && !package.sha256.empty()) scripted.scripts_sha256 = std::move(package.sha256);
    scripted.keys = keys_of(component, judged, way);
    scripted.state = decision.state;
    scripted.denied = decision.denied;
    if (!package.doubt.empty()) scripted.doubt = std::move(package.doubt);
    out_.packages.push_back(std::move(scripted));
  }

  static model::AllowKeys keys_of(const Component& component, const Component& judged, const std::string& way) {
    model::AllowKeys keys;
    const bool released = judged.origin == Origin::registry || judged.origin == Origin::patch;
    // npm never allows what came in another package's archive.
    if (released && !judged.bundled && !component.bundled)
      keys.npm = inventory::npm::npm_knows_version(judged) || &judged == &component ? release_of(judged) : judged.name;
    else if (judged.origin == Origin::git) {
      if (std::string key = inventory::npm::git_key(judged); key.find('#') != std::string::npos)
        keys.npm = std::move(key);
    } else if (!released && judged.resolved) keys.npm = *judged.resolved;
    if (std::string key = inventory::npm::pnpm_key(judged); !key.empty()) keys.pnpm = std::move(key);
    keys.bun = component.alias ? *component.alias : judged.name;
    if (!way.empty()) keys.lavamoat = way + "#" + (judged.version.empty() ? "unknown" : judged.version);
    return keys;
  }

  // Packages of a lockfile that do not stand in the tree.
  void locked(const Inventory& lockfile) {
    Ways ways(lockfile);
    std::size_t unknown = 0;
    bool said = false;
    for (std::uint32_t i = 0; i < lockfile.components.size(); ++i) {
      const Component& component = lockfile.components[i];
      said = said || component.install_script != InstallScript::unknown;
      if (component.origin == Origin::link && !stands(component)) linked(component, i, ways);
      if (component.origin == Origin::workspace || component.origin == Origin::link || stands(component)) continue;
      if (component.install_script == InstallScript::unknown) ++unknown;
      const bool prepared = component.origin == Origin::git;
      if (component.install_script != InstallScript::yes && !prepared) continue;
      PackageRuns package;
      InstallRun run;
      run.kind = RunKind::unnamed;
      run.when = component.install_script == InstallScript::yes ? "install" : "prepare";
      run.place = component.place;
      run.instances = 1;
      run.remarks.emplace_back(prepared ? "a repository: what it prepares is run in its clone" : "not installed here");
      package.runs.push_back(std::move(run));
      add(component, component, i, ways, std::move(package));
    }
    out_.unsaid += unknown;
    if (unknown > 0)
      out_.unread.push_back(
          {lockfile.path, 0, "scripts_unknown",
           fmt::format("{} does not say which packages have install scripts, and {} not installed here to be asked",
                       lockfile.format, unknown == 1 ? "1 of them is" : fmt::format("{} of them are", unknown)),
           true});
    else if (said && installed_releases_.empty() && !lockfile.components.empty())
      out_.unread.push_back(
          {lockfile.path, 0, "registry_said",
           "which packages have install scripts is what the registry said when the lockfile was "
           "written; a binding.gyp that it kept quiet about shows only where the package is installed",
           false});
  }

  // A folder that is not linked here yet. What a client links by "link:" runs nothing of it.
  void linked(const Component& component, std::uint32_t index, Ways& ways) {
    std::string_view written = component.resolved ? std::string_view(*component.resolved) : std::string_view();
    if (written.empty() || written.starts_with("link:")) return;
    if (written.starts_with("portal:")) written.remove_prefix(7);
    const std::string folder = inventory::npm::join_location(found_.directory, written);
    if (folder == ".." || folder.starts_with("../") || folder.starts_with('/')) {
      out_.unread.push_back({component.place.path, component.place.line, "outside_root",
                             fmt::format("{} is a link to {}, outside of what is read: what it runs is not known",
                                         component.name, written),
                             true});
    } else if (!out_.members.contains({&target_, folder}) && out_.linked.emplace(&target_, folder).second) {
      add(component, component, index, ways,
          read_package_runs(target_, folder, PackageSource::folder, policy_.client, limits_));
    }
  }

  bool stands(const Component& component) const {
    if (!project_.installed) return false;
    if (instance_of(component).starts_with(inventory::npm::kModulesPrefix))
      return installed_locations_.contains(std::string(instance_of(component)));
    return installed_releases_.contains(release_of(component));
  }

  const Target& target_;
  const inventory::Project& found_;
  const checks::Project& project_;
  const inventory::npm::BuildPolicy& policy_;
  const Limits& limits_;
  CollectedRuns& out_;
  std::unordered_map<std::string_view, const Component*> by_location_;
  std::unordered_map<std::string, const Component*> by_release_;
  std::unordered_set<std::string> installed_locations_, installed_releases_;
};

}  // namespace

void collect_dependencies(const DependencySources& sources, CollectedRuns& out) {
  DependencyCollector(sources, out).collect();
}

}  // namespace cordon::app
