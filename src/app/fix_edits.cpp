#include "app/fix_edits.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "app/fix_graph.h"

namespace cordon::app {
namespace {

using model::Inventory;

// How the project calls what an edge leads to.
std::string declared_name(const model::Root& root, const model::Edge& edge, const model::Component& to) {
  for (const model::Declared& declared : root.declared)
    if (declared.range == edge.range && (declared.name == to.alias.value_or(to.name) || declared.name == to.name))
      return declared.name;
  return to.alias.value_or(to.name);
}

// "npm:name@" in front of the range of an alias.
std::string changed_range(std::string_view range, std::string_view version) {
  if (!range.starts_with("npm:")) return change::range_for(range, version);
  const std::size_t at = range.rfind('@');
  if (at == std::string_view::npos || at <= 4) return std::string(range) + "@" + std::string(version);
  return std::string(range.substr(0, at + 1)) + change::range_for(range.substr(at + 1), version);
}

// The name at the end of an override's pattern: "parent > name", "parent>name@range", "**/name", "name".
std::string_view replaced_name(std::string_view pattern) {
  if (const std::size_t at = pattern.rfind('>'); at != std::string_view::npos) pattern.remove_prefix(at + 1);
  if (const std::size_t at = pattern.find_first_not_of(' '); at != std::string_view::npos) pattern.remove_prefix(at);
  const std::size_t slash = pattern.rfind('/'), scope = pattern.rfind('@', slash);
  const bool scoped = slash != std::string_view::npos && scope != std::string_view::npos && scope < slash &&
                      (scope == 0 || pattern[scope - 1] == '/');
  if (slash != std::string_view::npos) pattern.remove_prefix(scoped ? scope : slash + 1);
  return pattern.substr(0, pattern.find('@', 1));
}

class Builder {
 public:
  Builder(const Inventory& lockfile, LockfileKind kind, const std::vector<Chosen>& chosen)
      : lockfile_(lockfile), kind_(kind), chosen_(chosen) {
    for (const Chosen& each : chosen)
      for (const std::uint32_t component : each.components) release_of_[component] = &each.release;
  }

  Result<FixEdits> run() {
    for (const Chosen& each : chosen_)
      for (const std::uint32_t component : each.components)
        out_.lockfile.replace.push_back({std::string(instance_of(lockfile_, lockfile_.components[component].id)),
                                         lockfile_.components[component].place.line, each.release});
    for (const model::Edge& edge : lockfile_.edges) {
      const auto found = release_of_.find(edge.to);
      if (found == release_of_.end()) continue;
      TRY(look_at(edge, *found->second));
    }
    TRY(check_overrides());
    if (kind_ == LockfileKind::pnpm) force_on_importers();
    add_roots();
    return std::move(out_);
  }

 private:
  Result<void> look_at(const model::Edge& edge, const change::Release& release) {
    const auto count = static_cast<std::uint32_t>(lockfile_.components.size());
    const model::Component& to = lockfile_.components[edge.to];
    if (!lockfile_.is_root(edge.from)) {
      // What is replaced itself brings ranges of its own.
      if (release_of_.contains(edge.from) || admits(edge.range, release.version)) return {};
      // npm's lockfiles have the members of a workspace among the packages.
      const std::string_view folder = instance_of(lockfile_, lockfile_.components[edge.from].id);
      if (std::ranges::find(lockfile_.members, folder) == lockfile_.members.end()) return force(edge, release);
      change_range(std::string(folder), to.alias.value_or(to.name), edge, release);
      return {};
    }
    const model::Root& root = lockfile_.roots[edge.from - count];
    if (root.kind == model::RootKind::inferred) return {};
    if (edge.range.starts_with("catalog:"))
      return fail(ErrorCode::refused, "the range of " + release.name + " stands in a catalog, which is not changed");
    if (admits(edge.range, release.version)) return {};
    change_range(folder_of_root(lockfile_, root, kind_), declared_name(root, edge, to), edge, release);
    return {};
  }

  void change_range(const std::string& folder, const std::string& name, const model::Edge& edge,
                    const change::Release& release) {
    std::vector<change::RangeChange>& changes = out_.ranges[folder];
    const bool known = std::ranges::any_of(
        changes, [&](const change::RangeChange& each) { return each.name == name && each.from == edge.range; });
    if (known) return;
    changes.push_back({folder, name, edge.range, changed_range(edge.range, release.version)});
    out_.lockfile.ranges.push_back(changes.back());
  }

  Result<void> force(const model::Edge& edge, const change::Release& release) {
    const model::Component& from = lockfile_.components[edge.from];
    const model::Component& to = lockfile_.components[edge.to];
    if (to.alias)
      return fail(ErrorCode::refused, from.name + " " + from.version + " asks for " + release.name + " by the name " +
                                          *to.alias + ": " + release.version + " is not forced on it");
    // Yarn's rules know packages, not versions: what they force is kept to whom it must be forced on.
    const std::string by = kind_ == LockfileKind::yarn_classic ? from.name : "";
    const auto known = [&](const Forced& each) {
      return each.name == release.name && each.from == to.version && each.by == by;
    };
    if (std::ranges::any_of(out_.rules, known)) return {};
    // Not on all that have the name: others may ask for another major version. What the project asks for itself must be
    // the same as what it forces: npm refuses all else.
    const std::optional<std::string> direct = direct_range(release);
    if (kind_ == LockfileKind::package_lock) {
      out_.forced.push_back({release.name + "@" + to.version, direct ? "$" + release.name : release.version});
      out_.rules.push_back({release.name, to.version, direct.value_or(release.version)});
    } else if (kind_ == LockfileKind::pnpm) {
      out_.forced_in = change::ForcedIn::pnpm_overrides;
      out_.forced.push_back({release.name + "@" + to.version, release.version});
      out_.lockfile.forced.push_back(out_.forced.back());
      out_.rules.push_back({release.name, to.version, release.version});
    } else {
      out_.forced_in = change::ForcedIn::resolutions;
      out_.forced.push_back({"**/" + from.name + "/" + release.name, release.version});
      out_.lockfile.forced.push_back({release.name, release.version});
      out_.rules.push_back({release.name, to.version, release.version, by});
    }
    return {};
  }

  // pnpm's lockfile has of what the project asks for itself what the rule makes of it.
  void force_on_importers() {
    const auto count = static_cast<std::uint32_t>(lockfile_.components.size());
    for (const model::Edge& edge : lockfile_.edges) {
      if (!lockfile_.is_root(edge.from) || lockfile_.is_root(edge.to)) continue;
      const model::Component& to = lockfile_.components[edge.to];
      const model::Root& root = lockfile_.roots[edge.from - count];
      for (const Forced& rule : out_.rules) {
        if (rule.name != to.name || rule.from != to.version || to.alias) continue;
        const std::string folder = folder_of_root(lockfile_, root, kind_), name = declared_name(root, edge, to);
        const auto known = std::ranges::find_if(out_.lockfile.ranges, [&](const change::RangeChange& each) {
          return each.folder == folder && each.name == name && each.from == edge.range;
        });
        const std::string range = known == out_.lockfile.ranges.end() ? edge.range : known->to;
        if (!admits(range, rule.from) || range == rule.range) continue;
        if (known != out_.lockfile.ranges.end()) known->to = rule.range;
        else out_.lockfile.ranges.push_back({folder, name, edge.range, rule.range});
      }
    }
  }

  // What the package.json beside the lockfile asks for, as it is to be.
  std::optional<std::string> direct_range(const change::Release& release) const {
    for (const model::Root& root : lockfile_.roots) {
      if (!folder_of_root(lockfile_, root, kind_).empty()) continue;
      for (const model::Declared& declared : root.declared)
        if (declared.name == release.name)
          return admits(declared.range, release.version) ? declared.range
                                                         : changed_range(declared.range, release.version);
    }
    return std::nullopt;
  }

  // What the project forces itself must admit the release: a client follows that whatever the lockfile says.
  Result<void> check_overrides() const {
    for (const model::Override& rule : lockfile_.overrides)
      for (const Chosen& each : chosen_)
        if (replaced_name(rule.pattern) == each.release.name && !admits(rule.replacement, each.release.version))
          return fail(ErrorCode::refused,
                      rule.place.path + " forces " + each.release.name + " " + rule.replacement + " itself",
                      rule.place.line);
    return {};
  }

  void add_roots() {
    out_.lockfile.roots_known = !lockfile_.roots.empty();
    for (const model::Root& root : lockfile_.roots) {
      if (root.kind == model::RootKind::inferred) out_.lockfile.roots_known = false;
      for (const model::Declared& declared : root.declared)
        out_.lockfile.wanted_by_roots.push_back(declared.name + "@" + declared.range);
    }
  }

  const Inventory& lockfile_;
  LockfileKind kind_;
  const std::vector<Chosen>& chosen_;
  std::unordered_map<std::uint32_t, const change::Release*> release_of_;
  FixEdits out_;
};

}  // namespace

std::string folder_of_root(const Inventory& inventory, const model::Root& root, LockfileKind kind) {
  std::string_view key = instance_of(inventory, root.id);
  if (kind == LockfileKind::pnpm) {
    constexpr std::string_view kImporters = "importers/";
    if (key.starts_with(kImporters)) key.remove_prefix(kImporters.size());
    if (key == ".") key = {};
  }
  return std::string(key);
}

Result<FixEdits> edits_for(const Inventory& lockfile, LockfileKind kind, const std::vector<Chosen>& chosen) {
  return Builder(lockfile, kind, chosen).run();
}

std::set<std::string> project_folders(const Inventory& lockfile, LockfileKind kind) {
  std::set<std::string> out(lockfile.members.begin(), lockfile.members.end());
  out.insert("");
  for (const model::Root& root : lockfile.roots) out.insert(folder_of_root(lockfile, root, kind));
  return out;
}

change::Remove removal_of(const Inventory& lockfile, std::uint32_t component) {
  return {std::string(instance_of(lockfile, lockfile.components[component].id)),
          lockfile.components[component].place.line};
}

}  // namespace cordon::app
