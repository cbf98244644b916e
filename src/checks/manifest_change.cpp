#include "checks/manifest_change.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "checks/collect.h"
#include "checks/override_rule.h"
#include "inventory/npm/specifier.h"
#include "model/semver.h"

namespace cordon::checks {
namespace {

constexpr std::string_view kName = "manifest_change";

using inventory::npm::ManifestDependency;
using inventory::npm::ManifestOverride;
using inventory::npm::Specifier;
using inventory::npm::SpecifierKind;
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

// Whether a component may be what is asked for. What cannot be compared is given the benefit of the doubt.
bool may_be(const Specifier& asked, const model::Component& component) {
  if (is_elsewhere(asked.kind)) return component.origin != Origin::registry;
  if (component.name != asked.name || component.origin != Origin::registry) return component.origin != Origin::registry;
  if (asked.kind != SpecifierKind::range && asked.kind != SpecifierKind::alias) return true;
  const auto version = model::semver::parse_version(component.version, {.loose = true, .include_prerelease = true});
  const auto range = model::semver::parse_range(asked.range, {.loose = true, .include_prerelease = true});
  return !version || !range || model::semver::satisfies(*version, *range);
}

class Finder {
 public:
  explicit Finder(const Project& project) : project_(project) {
    for (const model::Inventory& lock : project.lockfiles) {
      if (lock.document || lock.ecosystem != "npm" || (lock.components.empty() && lock.edges.empty())) continue;
      has_lockfile_ = true;
      for (const model::Component& component : lock.components) {
        by_name_.emplace(component.name, &component);
        if (component.alias) by_name_.emplace(*component.alias, &component);
      }
    }
  }

  void run(std::vector<model::Finding>& out) {
    dependencies();
    overrides();
    if (evidence_.empty()) return;
    model::FindingInput input;
    input.rule_id = "change.manifest";
    input.kind = model::FindingKind::source;
    input.severity = severity_;
    input.subject = model::file_subject(project_.manifest_path, 0);
    input.instances = static_cast<std::uint32_t>(evidence_.size());
    input.title =
        std::string(evidence_.size() == 1 ? "the change asks for something" : "the change asks for several things") +
        (has_lockfile_ ? " that the lockfile does not have" : ", and no lockfile says what is installed");
    input.evidence = std::move(evidence_);
    input.tags = {"attack.t1195.001"};
    input.remedy = {{1, "Let the package client write the lockfile, and review what that brings.", std::nullopt}};
    append(out, std::move(input));
  }

 private:
  bool is_resolved(std::string_view name, const Specifier& asked) const {
    const auto [first, last] = by_name_.equal_range(name);
    return std::any_of(first, last, [&](const auto& entry) { return may_be(asked, *entry.second); });
  }

  void say(Severity severity, std::uint32_t line, const std::string& text) {
    severity_ = std::max(severity_, severity);
    if (evidence_.size() < FileFinding::kEvidence)
      evidence_.push_back(model::text_span(project_.manifest_path, line, text, kName));
  }

  // A range alone leaves the choice to the registry; what comes from elsewhere is somebody's word.
  Severity severity_of(const Specifier& asked) const {
    return is_elsewhere(asked.kind) || has_lockfile_ ? Severity::medium : Severity::low;
  }

  void dependencies() {
    std::set<std::pair<std::string_view, std::string_view>> before;
    if (const auto& manifest = project_.before->manifest)
      for (const ManifestDependency& each : manifest->dependencies) before.emplace(each.name, each.range);
    std::set<std::string_view> forced;
    for (const ManifestOverride& each : project_.manifest->overrides) forced.insert(each.pattern);
    for (const ManifestDependency& each : project_.manifest->dependencies) {
      const bool is_peer = each.kind == model::EdgeKind::peer || each.kind == model::EdgeKind::peer_optional;
      if (is_peer || before.contains({each.name, each.range}) || forced.contains(each.name)) continue;
      const Specifier asked = inventory::npm::parse_specifier(each.name, each.range);
      // What a catalog holds stands elsewhere, and may be another name.
      if (is_local(asked.kind) || asked.kind == SpecifierKind::catalog) continue;
      if (is_resolved(each.name, asked) || is_resolved(asked.name, asked)) continue;
      say(severity_of(asked), each.line, each.name + " " + each.range);
    }
  }

  void overrides() {
    std::set<std::tuple<inventory::npm::OverrideField, std::string_view, std::string_view>> before;
    if (const auto& manifest = project_.before->manifest)
      for (const ManifestOverride& each : manifest->overrides)
        before.emplace(each.field, each.pattern, each.replacement);
    for (const ManifestOverride& each : project_.manifest->overrides) {
      const bool is_reference = each.replacement.starts_with('$') || each.replacement == "-";
      if (is_reference || before.contains({each.field, each.pattern, each.replacement})) continue;
      const std::string name = replaced(each.pattern).name;
      const Specifier asked = inventory::npm::parse_specifier(name, each.replacement);
      // What forces a package that nobody has changes nothing.
      const bool is_there = by_name_.contains(name) || by_name_.contains(asked.name) || is_elsewhere(asked.kind);
      if (is_local(asked.kind) || !is_there || is_resolved(name, asked) || is_resolved(asked.name, asked)) continue;
      say(severity_of(asked), each.line, "override " + each.pattern + ": " + each.replacement);
    }
  }

  const Project& project_;
  bool has_lockfile_ = false;
  std::multimap<std::string_view, const model::Component*, std::less<>> by_name_;  // and by alias
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
