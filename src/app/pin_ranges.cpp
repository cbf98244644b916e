#include "app/pin_ranges.h"

#include <algorithm>
#include <optional>
#include <set>

#include "app/fix_edits.h"
#include "app/fix_graph.h"
#include "inventory/npm/specifier.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

using inventory::npm::ManifestDependency;
using inventory::npm::Specifier;
using inventory::npm::SpecifierKind;
using model::Inventory;

std::string_view list_of(model::EdgeKind kind) {
  if (kind == model::EdgeKind::development) return "devDependencies";
  return kind == model::EdgeKind::optional ? "optionalDependencies" : "dependencies";
}

bool is_peer(model::EdgeKind kind) {
  return kind == model::EdgeKind::peer || kind == model::EdgeKind::peer_optional || kind == model::EdgeKind::workspace;
}

bool is_pinnable(SpecifierKind kind) {
  return kind == SpecifierKind::range || kind == SpecifierKind::tag || kind == SpecifierKind::alias;
}

// What is asked for where it is no release of a registry.
std::string_view other_kind(SpecifierKind kind) {
  switch (kind) {
    case SpecifierKind::git: return "a repository: the lockfile has its commit";
    case SpecifierKind::http: return "an archive at an address: the lockfile has its digest, if anything has";
    case SpecifierKind::catalog: return "its range stands in a catalog: pin it there";
    case SpecifierKind::workspace: return "a member of the workspace";
    case SpecifierKind::file:
    case SpecifierKind::link:
    case SpecifierKind::portal: return "a folder or file of this machine";
    case SpecifierKind::patch: return "a patched package: pin what is patched by hand";
    default: return "it asks for no release of a registry";
  }
}

bool is_local(SpecifierKind kind) {
  return kind == SpecifierKind::workspace || kind == SpecifierKind::file || kind == SpecifierKind::link ||
         kind == SpecifierKind::portal;
}

// Every name in an override: "parent > name@range", "**/name", and of "$name" what it points to.
bool concerns(const model::Override& rule, std::string_view name) {
  const auto has = [&](std::string_view text) {
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      const bool begins = at == 0 || std::string_view(" >/$").find(text[at - 1]) != std::string_view::npos;
      const bool ends = end == text.size() || std::string_view(" >@/").find(text[end]) != std::string_view::npos;
      if (begins && ends) return true;
    }
    return false;
  };
  return !name.empty() && (has(rule.pattern) || (rule.replacement.starts_with('$') && has(rule.replacement)));
}

class Pinner {
 public:
  Pinner(const Inventory& lockfile, LockfileKind kind, bool all) : lockfile_(lockfile), kind_(kind), all_(all) {
    for (const model::Edge& edge : lockfile.edges)
      if (const auto folder = folder_of(edge.from)) edges_of_[*folder].push_back(&edge);
  }

  void add(const ProjectManifest& of) {
    const auto& manifest = of.manifest;
    const bool is_library = !all_ && !manifest.is_private && !manifest.name.empty() && !manifest.version.empty();
    std::size_t of_library = 0;
    std::uint32_t first_line = 0;
    for (const ManifestDependency& wanted : manifest.dependencies) {
      if (is_peer(wanted.kind)) continue;
      const Specifier specifier = inventory::npm::parse_specifier(wanted.name, wanted.range);
      if (is_pinnable(specifier.kind) && is_exact(specifier.range)) continue;
      if (is_library && wanted.kind != model::EdgeKind::development && is_pinnable(specifier.kind)) {
        if (of_library++ == 0) first_line = wanted.line;
        keep(wanted);
      } else {
        pin(of, wanted, specifier);
      }
    }
    if (of_library == 0) return;
    out_.left.push_back({of.display_path,
                         first_line,
                         manifest.name,
                         {},
                         "library",
                         std::to_string(of_library) +
                             (of_library == 1 ? " dependency keeps its range" : " dependencies keep their ranges") +
                             ": whoever installs this package must share releases with others; \"private\": true or "
                             "--all pins them, too",
                         false});
  }

  // Rules of the project that are ranges themselves.
  void add_overrides() {
    std::set<std::pair<std::string, std::string>> seen;  // pnpm has them in two files
    for (const model::Override& rule : lockfile_.overrides) {
      const Specifier specifier = inventory::npm::parse_specifier(rule.pattern, rule.replacement);
      const bool refers = rule.replacement.empty() || rule.replacement == "-" || rule.replacement.starts_with('$');
      if (refers || !is_pinnable(specifier.kind) || is_exact(specifier.range)) continue;
      if (!seen.emplace(rule.pattern, rule.replacement).second) continue;
      out_.left.push_back({rule.place.path, rule.place.line, rule.pattern, rule.replacement, "override",
                           "an override that is a range: write the version that it is to be", true});
    }
  }

  PinRanges take() { return std::move(out_); }

 private:
  void keep(const ManifestDependency& wanted) { out_.kept.push_back(wanted.name + "@" + wanted.range); }

  void leave(const ProjectManifest& of, const ManifestDependency& wanted, std::string_view code, std::string reason,
             bool open) {
    keep(wanted);
    out_.left.push_back(
        {of.display_path, wanted.line, wanted.name, wanted.range, std::string(code), std::move(reason), open});
  }

  void pin(const ProjectManifest& of, const ManifestDependency& wanted, const Specifier& specifier) {
    if (!is_pinnable(specifier.kind))
      return leave(of, wanted, is_local(specifier.kind) ? "local" : "elsewhere",
                   std::string(other_kind(specifier.kind)), false);
    for (const model::Override& rule : lockfile_.overrides)
      if (concerns(rule, wanted.name) || concerns(rule, specifier.name))
        return leave(of, wanted, "override",
                     "an override of the project's concerns it (" + rule.pattern + "): pin it there", true);
    std::set<std::string> versions;
    const model::Component* resolved = nullptr;
    bool is_member = false;
    for (const std::uint32_t to : resolved_by(of.folder, wanted, specifier)) {
      if (lockfile_.is_root(to)) {
        is_member = true;
        continue;
      }
      const model::Component& component = lockfile_.components[to];
      if (component.origin == model::Origin::workspace || component.origin == model::Origin::link) is_member = true;
      else resolved = &component;
      versions.insert(component.version);
    }
    if (is_member) return leave(of, wanted, "local", "a member of the workspace", false);
    const bool optional = wanted.kind == model::EdgeKind::optional;
    if (resolved == nullptr)
      return leave(of, wanted, "not_resolved", "the lockfile does not say which release this is", !optional);
    if (resolved->origin != model::Origin::registry)
      return leave(of, wanted, "elsewhere", "the lockfile takes it from no registry", false);
    const auto version = model::semver::parse_version(resolved->version);
    const bool is_it = resolved->name == specifier.name && version && versions.size() == 1;
    if (!is_it || (specifier.kind != SpecifierKind::tag && !admits(wanted.range, resolved->version)))
      return leave(of, wanted, "not_resolved",
                   "the lockfile has " + resolved->name + " " + resolved->version + " for it, which is not asked for",
                   true);
    change_range(of, wanted, specifier, version->text());
  }

  void change_range(const ProjectManifest& of, const ManifestDependency& wanted, const Specifier& specifier,
                    const std::string& version) {
    const std::string to = specifier.kind == SpecifierKind::alias ? "npm:" + specifier.name + "@" + version : version;
    const std::string list(list_of(wanted.kind));
    change::RangeChange change{of.folder, wanted.name, wanted.range, to, list};
    out_.pinned.push_back({of.display_path, wanted.line, list, wanted.name, wanted.range, to});
    out_.manifests[of.folder].push_back(change);
    // pnpm's lockfile has a name once, of the list that counts.
    if (kind_ == LockfileKind::pnpm && !counts(of, wanted)) return;
    // Selectors of yarn's belong to all that have them.
    const auto known = [&](const change::RangeChange& each) {
      if (kind_ == LockfileKind::package_lock || each.name != wanted.name || each.from != wanted.range) return false;
      return kind_ == LockfileKind::yarn_classic || each.folder == of.folder;
    };
    if (std::ranges::none_of(out_.lockfile, known)) out_.lockfile.push_back(std::move(change));
  }

  // Whether no other list of this package.json has the name and goes before: optional ones, then those of use.
  static bool counts(const ProjectManifest& of, const ManifestDependency& wanted) {
    const auto rank = [](model::EdgeKind kind) {
      if (kind == model::EdgeKind::optional) return 0;
      return kind == model::EdgeKind::development ? 2 : 1;
    };
    return std::ranges::none_of(of.manifest.dependencies, [&](const ManifestDependency& other) {
      return other.name == wanted.name && !is_peer(other.kind) && rank(other.kind) < rank(wanted.kind);
    });
  }

  // Nodes that the edges of this package.json lead to for what it asks for.
  std::vector<std::uint32_t> resolved_by(const std::string& folder, const ManifestDependency& wanted,
                                         const Specifier& specifier) const {
    std::vector<std::uint32_t> out;
    const auto own = edges_of_.find(folder);
    if (own == edges_of_.end()) return out;
    for (const model::Edge* each : own->second) {
      const model::Edge& edge = *each;
      // An edge to a member may have the folder in place of what is asked for.
      const bool to_member = edge.kind == model::EdgeKind::workspace;
      if (!to_member && (edge.range != wanted.range || is_peer(edge.kind))) continue;
      if (lockfile_.is_root(edge.to)) {
        if (lockfile_.roots[edge.to - lockfile_.components.size()].name == wanted.name) out.push_back(edge.to);
        continue;
      }
      const model::Component& to = lockfile_.components[edge.to];
      if (to.alias.value_or(to.name) == wanted.name || to.name == specifier.name) out.push_back(edge.to);
    }
    return out;
  }

  // Of the package.json whose node this is; nothing for what is installed.
  std::optional<std::string> folder_of(std::uint32_t node) const {
    if (!lockfile_.is_root(node)) {
      std::string folder(instance_of(lockfile_, lockfile_.components[node].id));
      if (std::ranges::find(lockfile_.members, folder) == lockfile_.members.end()) return std::nullopt;
      return folder;
    }
    const model::Root& root = lockfile_.roots[node - lockfile_.components.size()];
    if (root.kind == model::RootKind::inferred) return std::nullopt;
    return folder_of_root(lockfile_, root, kind_);
  }

  const Inventory& lockfile_;
  LockfileKind kind_;
  bool all_;
  std::map<std::string, std::vector<const model::Edge*>> edges_of_;  // by folder
  PinRanges out_;
};

}  // namespace

bool is_exact(std::string_view range) {
  while (!range.empty() && std::string_view("=v ").find(range.front()) != std::string_view::npos)
    range.remove_prefix(1);
  return model::semver::parse_version(range).has_value();
}

PinRanges pin_ranges(const Inventory& lockfile, LockfileKind kind, const std::vector<ProjectManifest>& manifests,
                     bool all) {
  Pinner pinner(lockfile, kind, all);
  for (const ProjectManifest& manifest : manifests) pinner.add(manifest);
  pinner.add_overrides();
  return pinner.take();
}

}  // namespace cordon::app
