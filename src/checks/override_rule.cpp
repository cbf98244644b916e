#include "checks/override_rule.h"

#include <algorithm>

#include "inventory/npm/identify.h"
#include "inventory/npm/specifier.h"
#include "model/semver.h"

namespace cordon::checks {
namespace {

using inventory::npm::SpecifierKind;

// Without the parents that '>' separates. A '>' may also belong to a range: pnpm takes it for one behind '@', '|' or a
// blank, npm's rules are joined by one between blanks.
std::string_view below_parents(std::string_view pattern) {
  constexpr std::string_view kBelow = " > ";
  if (const std::size_t join = pattern.rfind(kBelow); join != std::string_view::npos) {
    const std::string_view rest = pattern.substr(join + kBelow.size());
    if (!rest.empty() && !model::semver::parse_range(rest)) pattern = rest;
  }
  const std::size_t parent = pattern.rfind('>');
  if (parent == std::string_view::npos || parent == 0 || parent + 1 >= pattern.size()) return pattern;
  const bool of_range = std::string_view("@| ").find(pattern[parent - 1]) != std::string_view::npos ||
                        std::string_view("= ").find(pattern[parent + 1]) != std::string_view::npos;
  return of_range ? pattern : pattern.substr(parent + 1);
}

// Without the parents of a path of names, as yarn writes it. "@scope/name" is one name.
std::string_view below_path(std::string_view pattern) {
  while (true) {
    // The '@' of a range stands behind a name, that of a scope at the start of one.
    std::size_t at = pattern.find('@', 1);
    while (at != std::string_view::npos && pattern[at - 1] == '/') at = pattern.find('@', at + 1);
    const std::string_view names = pattern.substr(0, at);
    std::string_view parent_range = at == std::string_view::npos ? std::string_view() : pattern.substr(at + 1);
    if (parent_range.starts_with("npm:")) parent_range.remove_prefix(4);
    const std::size_t end = parent_range.find('/');
    if (end != std::string_view::npos && parent_range.substr(0, end).find(':') == std::string_view::npos) {
      pattern = parent_range.substr(end + 1);
      continue;
    }
    const std::size_t slash = names.rfind('/');
    if (slash == std::string_view::npos) return pattern;
    const std::size_t before = slash == 0 ? std::string_view::npos : names.rfind('/', slash - 1);
    const std::size_t scope = before == std::string_view::npos ? 0 : before + 1;
    return pattern.substr(names[scope] == '@' ? scope : slash + 1);
  }
}

ReplacedBy by_specifier(std::string_view name, std::string_view text) {
  const auto by = inventory::npm::parse_specifier(name, text);
  switch (by.kind) {
    case SpecifierKind::range:
    case SpecifierKind::alias: return {Replacement::release, by.name, by.range};
    case SpecifierKind::git:
    case SpecifierKind::file:
    case SpecifierKind::link:
    case SpecifierKind::portal:
    case SpecifierKind::workspace:
    case SpecifierKind::jsr:
    case SpecifierKind::exec: return {Replacement::other, {}, {}};
    case SpecifierKind::http:
      if (const auto archive = inventory::npm::parse_tarball_url(by.target); archive && !archive->version.empty())
        return {Replacement::release, archive->name, archive->version};
      return {};
    case SpecifierKind::tag:
    case SpecifierKind::patch:
    case SpecifierKind::catalog:
    case SpecifierKind::unknown: return {};
  }
  return {};
}

}  // namespace

Replaced replaced(std::string_view pattern) {
  const auto split = inventory::npm::split_name(below_path(below_parents(pattern)));
  return {std::string(split.name), std::string(split.rest.substr(split.rest.starts_with("npm:") ? 4 : 0))};
}

std::unordered_set<std::string> overridden(const model::Inventory& lock) {
  std::unordered_set<std::string> names;
  for (const model::Override& rule : lock.overrides) names.insert(replaced(rule.pattern).name);
  return names;
}

ReplacedBy replaced_by(const Project& project, const model::Override& rule, const Replaced& what) {
  const std::string_view text = rule.replacement;
  if (text == "-") return {Replacement::other, {}, {}};  // pnpm: removed
  if (!text.starts_with('$')) return by_specifier(what.name, text);
  if (!project.manifest) return {};
  for (const inventory::npm::ManifestDependency& declared : project.manifest->dependencies)
    if (declared.name == text.substr(1)) return by_specifier(declared.name, declared.range);
  return {};
}

}  // namespace cordon::checks
