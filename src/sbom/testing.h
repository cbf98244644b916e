// Inventories and documents for the tests of this module.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "model/purl.h"
#include "sbom/document.h"

namespace cordon::sbom::testing {

inline constexpr const char* kSri =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

inline model::Component component(std::string name, std::string version, std::uint32_t line = 1) {
  model::Component out;
  out.id = "app/package-lock.json#node_modules/" + name;
  out.purl = model::make_purl("npm", name, version);
  out.ecosystem = "npm";
  out.name = std::move(name);
  out.version = std::move(version);
  out.registry = {"npm", model::RegistryClass::public_};
  out.install_script = model::InstallScript::unknown;
  out.place = {"app/package-lock.json", line};
  return out;
}

// A project with every kind of thing that an inventory can say of a component.
inline model::Inventory project() {
  using model::EdgeKind;
  model::Inventory out;
  out.path = "app/package-lock.json";
  out.format = "package-lock v3";
  model::Component axios = component("axios", "1.14.0", 12);
  axios.integrity = {kSri};
  axios.resolved = "https://registry.example.test/axios/-/axios-1.14.0.tgz";
  axios.registry = {"registry.example.test", model::RegistryClass::unknown};
  axios.licences = {"MIT"};
  axios.install_script = model::InstallScript::yes;
  model::Component scoped = component("@acme/tools", "2.0.0+build.1", 20);
  scoped.alias = "tools";
  scoped.scope = model::Scope::development;
  scoped.licences = {"MIT OR Apache-2.0", "SEE LICENSE IN FILE"};
  scoped.integrity = {std::string("sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk= ") + kSri};
  scoped.install_script = model::InstallScript::no;
  model::Component nested = component("debug", "4.0.0", 31);
  nested.scope = model::Scope::development_optional;
  nested.peer = nested.bundled = true;
  nested.licences = {"Custom licence, v1"};
  model::Component twin = component("debug", "4.0.0", 40);
  twin.id = "app/package-lock.json#node_modules/axios/node_modules/debug";
  twin.checksum = "10c0/abc";
  twin.scope = model::Scope::optional;
  model::Component git = component("gitted", "1.0.0", 50);
  git.origin = model::Origin::git;
  git.resolved = "git+ssh://git@git.example.test/a/gitted.git#0123456789012345678901234567890123456789";
  git.registry = {"", model::RegistryClass::unknown};
  git.purl = model::make_purl("npm", "gitted", "1.0.0", {{"vcs_url", *git.resolved}});
  model::Component linked = component("linked", "", 60);
  linked.origin = model::Origin::link;
  linked.resolved = "packages/linked";
  linked.registry = {"", model::RegistryClass::unknown};
  linked.scope = model::Scope::unknown;
  out.components = {axios, scoped, nested, twin, git, linked};
  model::Root root;
  root.id = "app/package-lock.json#";
  root.name = "app";
  root.version = "0.1.0";
  root.place = {"app/package-lock.json", 2};
  model::Root member = root;
  member.id = "app/package-lock.json#packages/b";
  member.name = "@acme/b";
  member.kind = model::RootKind::workspace;
  out.roots = {root, member};
  out.edges = {
      {0, 3, EdgeKind::runtime, "^4.0.0"}, {1, 2, EdgeKind::peer_optional, "*"}, {3, 3, EdgeKind::runtime, "*"},
      {6, 0, EdgeKind::runtime, "^1.0.0"}, {6, 1, EdgeKind::development, "^2"},  {6, 2, EdgeKind::runtime, "4"},
      {6, 2, EdgeKind::peer, "4"},         {6, 7, EdgeKind::workspace, ""},      {7, 4, EdgeKind::optional, "github:a"},
      {7, 5, EdgeKind::runtime, "link:"}};
  out.unresolved = {{0, "follow-redirects", "^1.15.0", EdgeKind::runtime}, {7, "fsevents", "*", EdgeKind::optional}};
  return out;
}

// What a document can carry of a component: not its id and place, which are the document's own.
inline model::Component carried(model::Component component) {
  component.id.clear();
  component.place = {};
  return component;
}

inline const model::Registries& registries() {
  static const model::Registries kRegistries;
  return kRegistries;
}

inline ReadOptions read_options(std::string path = "bom.json") {
  return {.display_path = std::move(path), .registries = &registries(), .limits = {}};
}

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Real documents; an empty path where this machine has none.
inline std::filesystem::path shared_data(const char* folder) {
  const char* root = std::getenv("CORDON_SHARED_DATA");
  const std::filesystem::path path = root ? std::filesystem::path(root) / folder : std::filesystem::path();
  return root && std::filesystem::exists(path) ? path : std::filesystem::path();
}

inline std::vector<std::filesystem::path> json_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".json") out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

}  // namespace cordon::sbom::testing
