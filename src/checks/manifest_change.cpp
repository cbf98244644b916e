#include "checks/manifest_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "checks/collect.h"
#include "checks/override_rule.h"
#include "checks/same_source.h"
#include "checks/workspace_manifests.h"
#include "inventory/npm/specifier.h"
#include "model/semver.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "manifest_change";

using inventory::npm::Manifest;
using inventory::npm::ManifestDependency;
using inventory::npm::ManifestOverride;
using inventory::npm::OverrideField;
using inventory::npm::Specifier;
using inventory::npm::SpecifierKind;
using model::Client;
using model::Origin;
using model::Severity;

bool is_local(SpecifierKind kind) {
  return kind == SpecifierKind::file || kind == SpecifierKind::link || kind == SpecifierKind::portal ||
         kind == SpecifierKind::workspace;
}

bool is_elsewhere(SpecifierKind kind) {
  return kind == SpecifierKind::git || kind == SpecifierKind::http || kind == SpecifierKind::exec ||
         kind == SpecifierKind::unknown;
}

bool may_satisfy(std::string_view version, std::string_view range) {
  const auto is = model::semver::parse_version(version, {.loose = true, .include_prerelease = true});
  const auto asked = model::semver::parse_range(range, {.loose = true, .include_prerelease = true});
  return !is || !asked || model::semver::satisfies(*is, *asked);
}

// Whether a component may be what is asked for. What cannot be compared is given the benefit of the doubt.
bool may_be(const Specifier& asked, const model::Component& component) {
  if (asked.kind == SpecifierKind::git || asked.kind == SpecifierKind::http) return may_be_source(asked, component);
  if (is_elsewhere(asked.kind)) return component.origin != Origin::registry;
  if (component.name != asked.name || component.origin != Origin::registry) return component.origin != Origin::registry;
  if (asked.kind != SpecifierKind::range && asked.kind != SpecifierKind::alias) return true;
  return may_satisfy(component.version, asked.range);
}

// One package.json, as it is and as it was.
struct Sheet {
  const std::string& path;
  const Manifest& now;
  const Manifest* before;
};

class Finder {
 public:
  explicit Finder(const Project& project) : project_(project), members_(workspace_manifests(project)) {
    for (const model::Inventory& lock : project.lockfiles) {
      if (lock.document || lock.ecosystem != "npm" || (lock.components.empty() && lock.edges.empty())) continue;
      clients_.insert(lock.client);
      // Clients of npm 7 and later install the peers of a project itself, as bun does.
      installs_peers_ =
          installs_peers_ || lock.client == Client::bun || (lock.client == Client::npm && !lock.format.ends_with("v1"));
      for (const model::Component& component : lock.components) {
        by_name_.emplace(component.name, &component);
        if (component.alias) by_name_.emplace(*component.alias, &component);
      }
    }
    for (const WorkspaceManifest& each : members_) own_.emplace(each.now.name, &each.now);
  }

  void run(std::vector<model::Finding>& out) {
    const auto& before = project_.before->manifest;
    const Sheet root{project_.manifest_path, *project_.manifest, before ? &*before : nullptr};
    overrides(root);
    dependencies(root);
    conclude(root, out);
    if (clients_.empty()) return;  // no lockfile stands above them
    for (const WorkspaceManifest& each : members_) {
      const Sheet member{each.path, each.now, each.before ? &*each.before : nullptr};
      dependencies(member);
      conclude(member, out);
    }
  }

 private:
  void conclude(const Sheet& sheet, std::vector<model::Finding>& out) {
    const Severity severity = std::exchange(severity_, Severity::low);
    if (evidence_.empty()) return;
    model::FindingInput input;
    input.rule_id = "change.manifest";
    input.kind = model::FindingKind::source;
    input.severity = severity;
    input.subject = model::file_subject(sheet.path, 0);
    input.instances = static_cast<std::uint32_t>(evidence_.size());
    input.title =
        std::string(evidence_.size() == 1 ? "the change asks for something" : "the change asks for several things") +
        (!clients_.empty() ? " that the lockfile does not have" : ", and no lockfile says what is installed");
    input.evidence = std::exchange(evidence_, {});
    input.tags = {"attack.t1195.001"};
    input.remedy = {{1, "Let the package client write the lockfile, and review what that brings.", std::nullopt}};
    append(out, std::move(input));
  }

  bool is_resolved(std::string_view name, const Specifier& asked) const {
    const auto [first, last] = by_name_.equal_range(name);
    return std::any_of(first, last, [&](const auto& entry) { return may_be(asked, *entry.second); });
  }

  // A package of the project itself, which the lockfile may not have yet.
  bool is_own(const Specifier& asked) const {
    if (asked.kind != SpecifierKind::range) return false;
    const auto [first, last] = own_.equal_range(asked.name);
    return std::any_of(first, last, [&](const auto& entry) { return may_satisfy(entry.second->version, asked.range); });
  }

  void say(const Sheet& sheet, Severity severity, std::uint32_t line, const std::string& text) {
    severity_ = std::max(severity_, severity);
    if (evidence_.size() < FileFinding::kEvidence) evidence_.push_back(model::text_span(sheet.path, line, text, kName));
  }

  // A range alone leaves the choice to the registry; what comes from elsewhere is somebody's word.
  Severity severity_of(const Specifier& asked) const {
    return is_elsewhere(asked.kind) || !clients_.empty() ? Severity::medium : Severity::low;
  }

  // Whether some client installs what such a list asks for. An address among peers is nothing that anybody writes.
  bool is_installed(const ManifestDependency& each) const {
    if (each.kind == model::EdgeKind::peer_optional) return false;
    return each.kind != model::EdgeKind::peer || installs_peers_ ||
           is_elsewhere(inventory::npm::parse_specifier(each.name, each.range).kind);
  }

  void dependencies(const Sheet& sheet) {
    std::set<std::pair<std::string_view, std::string_view>> before;
    if (sheet.before != nullptr)
      for (const ManifestDependency& each : sheet.before->dependencies)
        if (is_installed(each)) before.emplace(each.name, each.range);
    for (const ManifestDependency& each : sheet.now.dependencies) {
      if (!is_installed(each) || before.contains({each.name, each.range}) || forced_.contains(each.name)) continue;
      const Specifier asked = inventory::npm::parse_specifier(each.name, each.range);
      // What a catalog holds stands elsewhere, and may be another name.
      if (is_local(asked.kind) || asked.kind == SpecifierKind::catalog || is_own(asked)) continue;
      if (is_resolved(each.name, asked) || is_resolved(asked.name, asked)) continue;
      say(sheet, severity_of(asked), each.line, each.name + " " + each.range);
    }
  }

  // Whether each client that a lockfile is of heeds overrides of this field.
  bool is_heeded(OverrideField field) const {
    return !clients_.empty() && std::ranges::all_of(clients_, [&](Client client) {
      switch (field) {
        case OverrideField::overrides: return client == Client::npm || client == Client::bun;
        case OverrideField::resolutions: return client != Client::npm;
        case OverrideField::pnpm_overrides: return client == Client::pnpm;
      }
      return false;
    });
  }

  // What npm's "$name" stands for: that which the project itself asks for. Null where it asks for nothing so called, or
  // where the rule says only that this holds everywhere.
  static const std::string* referenced(const Sheet& sheet, std::string_view reference, std::string_view name) {
    reference.remove_prefix(1);
    if (reference == name) return nullptr;
    const auto at = std::ranges::find(sheet.now.dependencies, reference, &ManifestDependency::name);
    return at == sheet.now.dependencies.end() ? nullptr : &at->range;
  }

  void overrides(const Sheet& sheet) {
    std::set<std::tuple<OverrideField, std::string_view, std::string_view>> before;
    if (sheet.before != nullptr)
      for (const ManifestOverride& each : sheet.before->overrides)
        before.emplace(each.field, each.pattern, each.replacement);
    for (const ManifestOverride& each : sheet.now.overrides) {
      const std::string name = replaced(each.pattern).name;
      const std::string* replacement = &each.replacement;
      const bool is_reference = replacement->starts_with('$');
      if (is_reference) replacement = referenced(sheet, each.replacement, name);
      if (replacement == nullptr) continue;
      const bool is_removal = *replacement == "-";
      const Specifier asked = inventory::npm::parse_specifier(name, *replacement);
      // What forces a package that nobody has changes nothing, and decides nothing of one that is asked for.
      const bool is_there = by_name_.contains(name) || by_name_.contains(asked.name) || is_elsewhere(asked.kind);
      if (is_there && each.pattern == name && is_heeded(each.field)) forced_.insert(each.pattern);
      const bool is_known = !is_reference && before.contains({each.field, each.pattern, each.replacement});
      if (is_removal || is_known || is_local(asked.kind) || !is_there) continue;
      if (is_resolved(name, asked) || is_resolved(asked.name, asked)) continue;
      say(sheet, severity_of(asked), each.line, "override " + each.pattern + ": " + each.replacement);
    }
  }

  const Project& project_;
  const std::vector<WorkspaceManifest> members_;
  std::set<Client> clients_;  // whose lockfiles there are
  bool installs_peers_ = false;
  std::multimap<std::string_view, const model::Component*, std::less<>> by_name_;  // and by alias
  std::multimap<std::string_view, const Manifest*> own_;                           // of workspace packages
  std::set<std::string_view> forced_;  // names that an override decides, which was compared itself
  Severity severity_ = Severity::low;
  std::vector<model::Evidence> evidence_;
};

}  // namespace

void check_manifest_change(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  if (project.before == nullptr || !project.manifest || project.ecosystem() != "npm") return;
  // A workspace package has no lockfile of its own: what it asks for is resolved by one that stands above.
  if (project.lockfiles.empty() || (project.before->tree != nullptr && !project.before->manifest)) return;
  Finder(project).run(out);
}

}  // namespace cordon::checks
