#include "inventory/npm/pnpm_store_names.h"

#include <algorithm>
#include <map>
#include <utility>

#include "model/purl.h"
#include "model/semver.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kStore = ".pnpm/";
constexpr std::string_view kModules = "/node_modules/";

// pnpm cuts names that are longer: 120 bytes, 60 on Windows.
bool may_be_cut(std::string_view key) { return key.size() == 120 || key.size() == 60; }

// The version as the package's own manifest spells it, where both spell the same one: "v1.0.0" is no other than 1.0.0.
std::string spelled_alike(std::string version, const std::string& manifest_version) {
  const auto ours = model::semver::parse_version(version),
             theirs = model::semver::parse_version(manifest_version, {.loose = true});
  return ours && theirs && model::semver::compare(*ours, *theirs) == 0 ? manifest_version : version;
}

}  // namespace

std::optional<StoreName> store_name(std::string_view install_location) {
  const std::size_t store = install_location.rfind(kStore);
  if (store == std::string_view::npos || (store != 0 && install_location[store - 1] != '/')) return std::nullopt;
  const std::string_view below = install_location.substr(store + kStore.size());
  const std::string_view key = below.substr(0, below.find('/'));
  const std::string_view rest = below.substr(key.size());
  const std::size_t at = key.find('@', 1);
  if (at == std::string_view::npos || !rest.starts_with(kModules) || may_be_cut(key)) return std::nullopt;
  StoreName out{std::string(key.substr(0, at)), std::string(key.substr(at + 1))};
  if (out.name.front() == '@')
    if (const std::size_t plus = out.name.find('+'); plus != std::string::npos) out.name[plus] = '/';
  out.version.resize(std::min(out.version.find_first_of("_("), out.version.size()));  // the rest are the peers
  if (rest.substr(kModules.size()) != out.name || !model::semver::parse_version(out.version)) return std::nullopt;
  return out;
}

std::optional<model::Inventory> add_store_names(std::optional<model::Inventory> lock, const model::Inventory& installed,
                                                const std::string& store_display) {
  std::multimap<std::pair<std::string_view, std::string_view>, std::uint32_t> locked;
  if (lock)
    for (std::uint32_t i = 0; i < lock->components.size(); ++i)
      locked.emplace(
          std::pair<std::string_view, std::string_view>(lock->components[i].name, lock->components[i].version), i);
  model::Inventory out = lock ? *lock : model::Inventory{};
  if (!lock) {
    out.path = store_display;
    out.format = "pnpm store";
    out.client = model::Client::pnpm;
  }
  const std::uint32_t before = static_cast<std::uint32_t>(out.components.size());
  bool found = false;
  for (const model::Component& component : installed.components) {
    const std::string_view location = std::string_view(component.id).substr(installed.path.size() + 1);
    std::optional<StoreName> name = store_name(location);
    if (!name) continue;
    found = true;
    const std::string id = out.path + "#" + std::string(location);
    const std::string version = spelled_alike(name->version, component.version);
    if (const auto same = locked.find({name->name, name->version}); same != locked.end()) {
      out.components[same->second].id = id;
      out.components[same->second].version = version;
      locked.erase(same);
      continue;
    }
    model::Component named = component;
    named.id = id;
    named.name = std::move(name->name);
    named.version = version;
    named.purl = model::make_purl("npm", named.name, named.version);
    named.integrity.clear();
    named.alias.reset();
    named.resolved.reset();
    named.place = {component.place.path.substr(0, component.place.path.rfind('/')), 0};
    out.components.push_back(std::move(named));
  }
  if (!lock && !found) return std::nullopt;
  // Roots come behind the components.
  const std::uint32_t added = static_cast<std::uint32_t>(out.components.size()) - before;
  const auto shift = [&](std::uint32_t& node) { node += node >= before ? added : 0; };
  for (model::Edge& edge : out.edges) {
    shift(edge.from);
    shift(edge.to);
  }
  for (model::Unresolved& missing : out.unresolved) shift(missing.from);
  return out;
}

}  // namespace cordon::inventory::npm
