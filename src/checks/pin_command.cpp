#include "checks/pin_command.h"

#include <algorithm>

namespace cordon::checks {
namespace {

struct Client {
  std::string_view format;  // how the inventory's format begins
  const char* before;       // NAME@VERSION
};
constexpr Client kClients[] = {
    {"package-lock", "npm install --ignore-scripts "},
    {"npm-shrinkwrap", "npm install --ignore-scripts "},
    {"hidden package-lock", "npm install --ignore-scripts "},
    {"pnpm-lock", "pnpm add --ignore-scripts "},
    {"yarn v1", "yarn add --ignore-scripts "},
    {"yarn berry", "yarn add --mode=skip-build "},
    {"bun.lock", "bun add --ignore-scripts "},
    {"deno.lock", "deno add npm:"},  // runs no scripts unless told to
};

bool is_plain(std::string_view word) {
  return !word.empty() && !word.starts_with('-') && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("@/._-+").find(c) != std::string_view::npos;
  });
}

// Fetches and builds nothing that runs; moves indirect modules, too.
std::string of_go(std::string_view name, std::string_view version) {
  return std::string("go get ").append(name).append(version.starts_with('v') ? "@" : "@v").append(version);
}

// Changes the lockfile only, of indirect dependencies, too.
std::optional<std::string> of_cargo(const model::Component& component, std::string_view version) {
  if (component.origin != model::Origin::registry || !is_plain(component.version)) return std::nullopt;
  return "cargo update " + component.name + "@" + component.version + " --precise " + std::string(version);
}

// Changes the lockfile only. Of a source archive uv may ask the build for its dependencies.
std::optional<std::string> of_uv(const model::Component& component, std::string_view version) {
  if (component.origin != model::Origin::registry) return std::nullopt;
  return "uv lock --upgrade-package " + component.name + "==" + std::string(version);
}

}  // namespace

std::optional<std::string> pin_command(const model::Inventory& inventory, const model::Graph& graph,
                                       std::uint32_t component, std::string_view name, std::string_view version) {
  if (!is_plain(name) || !is_plain(version) || inventory.components[component].name != name) return std::nullopt;
  if (inventory.ecosystem == "go") return of_go(name, version);
  if (inventory.ecosystem == "crates") return of_cargo(inventory.components[component], version);
  if (inventory.format.starts_with("uv.lock")) return of_uv(inventory.components[component], version);
  const auto client = std::find_if(std::begin(kClients), std::end(kClients),
                                   [&](const Client& each) { return inventory.format.starts_with(each.format); });
  if (client == std::end(kClients)) return std::nullopt;
  if (!graph.declared(component)) return std::nullopt;
  const std::optional<std::string>& alias = inventory.components[component].alias;
  if (alias && !is_plain(*alias)) return std::nullopt;
  std::string out = client->before;
  if (alias) out.append(*alias).append("@npm:");
  return out.append(name).append("@").append(version);
}

}  // namespace cordon::checks
