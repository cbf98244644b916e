#include "checks/undeclared_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "checks/collect.h"
#include "checks/override_rule.h"
#include "checks/package_host.h"
#include "inventory/npm/specifier.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "undeclared_source";
constexpr std::size_t kShown = 10;  // packages of a host

using inventory::npm::Specifier;
using inventory::npm::SpecifierKind;
using model::Component;
using model::Origin;

bool is_archive(std::string_view path) {
  path = path.substr(0, path.find('#'));  // yarn adds a digest
  return path.ends_with(".tgz") || path.ends_with(".tar.gz") || path.ends_with(".tar");
}

std::string from(const Component& component) {
  return label(component) + " from " + component.resolved.value_or("(no address)");
}

// Where hosts of one's own are declared, a name of one's own vouches for no other.
bool counts(const Project& project, const PackageHost& source) {
  if (source.host.empty()) return false;
  return !source.is_by_name || (project.declared_private != nullptr && !project.declared_private->hosts.empty());
}

void tell_host(const model::Inventory& lock, const std::string& host, const std::vector<const Component*>& components,
               model::Severity severity, std::vector<model::Finding>& out) {
  model::FindingInput input;
  input.rule_id = "source.undeclared-host";
  input.kind = model::FindingKind::source;
  input.severity = severity;
  input.subject = model::file_subject(lock.path, components.front()->place.line);
  input.subject.name = host;
  input.instances = static_cast<std::uint32_t>(components.size());
  input.title = fmt::format(
      "{} from {}, which is no registry that is known or declared",
      components.size() == 1 ? "1 package comes" : fmt::format("{} packages come", components.size()), host);
  for (std::size_t i = 0; i < components.size() && i < kShown; ++i)
    input.evidence.push_back(
        model::text_span(components[i]->place.path, components[i]->place.line, from(*components[i]), kName));
  input.remedy = {
      {1,
       "Find out whose host it is: clients ask it by the lockfile's word, whatever registry or gate they are told of.",
       std::nullopt},
      {2,
       "If it is meant, declare it in cordon.yaml: private.hosts, or registries (domain and class: mirror). Else "
       "regenerate the lockfile from your registry.",
       std::nullopt}};
  append(out, std::move(input));
}

void hosts(const Project& project, const model::Inventory& lock, std::vector<model::Finding>& out) {
  std::map<std::string, std::vector<const Component*>> by_host;
  std::size_t of_registries = 0;
  for (const Component& component : lock.components) {
    if (component.origin != Origin::registry && component.origin != Origin::patch) continue;  // told by what they are
    of_registries += component.bundled ? 0 : 1;
    if (PackageHost source = undeclared_host(project, component); counts(project, source))
      by_host[std::move(source.host)].push_back(&component);
  }
  for (const auto& [host, components] : by_host) {
    // Where all comes from one host it is the project's registry; one beside others is what an attacker writes.
    const bool is_only = components.size() == of_registries;
    tell_host(lock, host, components, is_only ? model::Severity::low : model::Severity::medium, out);
  }
}

// What a package.json asks for from elsewhere, which no lockfile shows.
void manifest(const Project& project, std::vector<model::Finding>& out) {
  if (!project.manifest) return;
  std::set<std::string_view> resolved;
  for (const model::Inventory& lock : project.lockfiles)
    for (const Component& component : lock.components) {
      // A lockfile that still has a registry's release does not keep clients from fetching what is asked for now.
      if (component.origin == Origin::registry || component.origin == Origin::patch) continue;
      resolved.insert(component.name);
      if (component.alias) resolved.insert(*component.alias);
    }
  FileFinding address("source.address", model::FindingKind::source, model::Severity::medium, project.manifest_path);
  FileFinding git("source.git", model::FindingKind::source, model::Severity::medium, project.manifest_path);
  FileFinding archive("source.local-archive", model::FindingKind::source, model::Severity::low, project.manifest_path);
  const auto look = [&](std::string_view name, std::string_view wanted, std::uint32_t line) {
    if (resolved.contains(name)) return;
    const Specifier asked = inventory::npm::parse_specifier(name, wanted);
    const std::string text = std::string(name) + " from " + std::string(wanted);
    if (asked.kind == SpecifierKind::http) address.add(line, text, kName);
    else if (asked.kind == SpecifierKind::git) git.add(line, text, kName);
    else if (asked.kind == SpecifierKind::file && is_archive(asked.target)) archive.add(line, text, kName);
  };
  for (const inventory::npm::ManifestDependency& each : project.manifest->dependencies)
    look(each.name, each.range, each.line);
  for (const inventory::npm::ManifestOverride& each : project.manifest->overrides)
    look(replaced(each.pattern).name, each.replacement, each.line);
  address.finish("package is asked for by an address of its own", "packages are asked for by addresses of their own",
                 {"Use a published release: no registry or gate looks at what an address serves."}, out);
  git.finish(
      "package is asked for from git instead of a registry", "packages are asked for from git instead of a registry",
      {"Use a published release, or pin the full commit and review it: no registry signs or scans this code."}, out);
  archive.finish("package is asked for from an archive on disk", "packages are asked for from archives on disk",
                 {"Use a published release, or keep the files themselves in the project, where they are reviewed."},
                 out);
}

}  // namespace

void check_undeclared_source(const Project& project, const intel::Knowledge&, std::vector<model::Finding>& out) {
  for (const model::Inventory& lock : project.lockfiles) {
    if (lock.document) continue;  // nothing is installed from it
    if (project.before == nullptr) hosts(project, lock, out);
    if (lock.ecosystem != "npm") continue;
    FileFinding address("source.address", model::FindingKind::source, model::Severity::medium, lock.path);
    FileFinding archive("source.local-archive", model::FindingKind::source, model::Severity::low, lock.path);
    for (const Component& component : lock.components) {
      if (component.ecosystem != "npm") continue;
      if (component.origin == Origin::http) address.add(component.place, from(component), kName);
      if (component.origin == Origin::file && is_archive(component.resolved.value_or("")))
        archive.add(component.place, from(component), kName);
    }
    address.finish("package comes from an address of its own", "packages come from addresses of their own",
                   {"Use a published release: no registry or gate looks at what an address serves."}, out);
    archive.finish("package comes from an archive on disk", "packages come from archives on disk",
                   {"Use a published release, or keep the files themselves in the project, where they are reviewed."},
                   out);
  }
  manifest(project, out);
}

}  // namespace cordon::checks
