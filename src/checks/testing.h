// What the tests of the checks share: projects and knowledge in few words. Names and values are inert.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checks/project.h"
#include "intel/test_pack.h"
#include "model/finding.h"
#include "model/purl.h"

namespace cordon::checks::testing {

using Words = std::vector<std::string>;

// A component of the public registry, and of the file that an inventory below gets it for.
inline model::Component package(std::string_view name, std::string_view version, std::string_view instance = {}) {
  model::Component out;
  out.id = instance.empty() ? "node_modules/" + std::string(name) : std::string(instance);
  out.ecosystem = "npm";
  out.name = name;
  out.version = version;
  out.purl = model::make_purl("npm", name, version);
  out.registry = {"npm", model::RegistryClass::public_};
  out.install_script = model::InstallScript::unknown;
  return out;
}

// An inventory read from `path`: the components' ids are completed, their lines are 10, 20, ...; one unnamed project
// asks for the first.
inline model::Inventory inventory(std::string_view path, std::vector<model::Component> components) {
  model::Inventory out;
  out.path = path;
  out.components = std::move(components);
  std::uint32_t line = 0;
  for (model::Component& component : out.components) {
    component.id = out.path + "#" + component.id;
    component.place = {out.path, line += 10};
  }
  model::Root root;
  root.id = out.path + "#";
  out.roots.push_back(root);
  if (!out.components.empty())
    out.edges.push_back({static_cast<std::uint32_t>(out.components.size()), 0, model::EdgeKind::runtime, "*"});
  return out;
}

inline model::Inventory lockfile(std::vector<model::Component> components) {
  model::Inventory out = inventory("package-lock.json", std::move(components));
  out.format = "package-lock v3";
  return out;
}

// What stands in node_modules; the folder of a component is its location.
inline inventory::npm::InstalledTree installed(std::vector<model::Component> components) {
  inventory::npm::InstalledTree out;
  for (const model::Component& component : components) out.directories.push_back(component.id);
  out.details.resize(components.size());
  out.inventory = inventory("node_modules", std::move(components));
  for (std::size_t i = 0; i < out.directories.size(); ++i)
    out.inventory.components[i].place = {out.directories[i] + "/package.json", 0};
  return out;
}

inline model::Inventory hidden_lockfile(std::vector<model::Component> components) {
  return inventory("node_modules/.package-lock.json", std::move(components));
}

// Knowledge of one pack, test-2026, with these lines of `packages` and what follows them. See intel/test_pack.h.
inline intel::Knowledge knowledge(std::string_view packages, std::string_view more = {}) {
  intel::KnowledgeOptions options;
  options.embedded = false;
  if (!packages.empty()) options.pack_files.push_back({"test.yaml", intel::test_pack(packages, more)});
  auto loaded = intel::Knowledge::load(options);
  EXPECT_TRUE(loaded.has_value()) << loaded.error().describe();
  return std::move(*loaded);
}

// "dropper" 4.2.1, whose install script deletes hook.js and puts decoy.md in the place of the manifest, which then says
// 4.2.0.
inline intel::Knowledge knowledge_of_dropper() {
  return knowledge(
      "  - {ecosystem: npm, name: dropper, versions: [\"4.2.1\"]}\n",
      "traces:\n  - {ecosystem: npm, name: dropper, version: \"4.2.1\", hook_files: [hook.js], decoy_files: "
      "[decoy.md], version_after: \"4.2.0\"}\n");
}

inline std::vector<model::Finding> run(Check check, const Project& project, const intel::Knowledge& known) {
  std::vector<model::Finding> out;
  check(project, known, out);
  return out;
}
inline std::vector<model::Finding> run(Check check, const Project& project) {
  return run(check, project, knowledge({}));
}

// "rule instances" of each finding.
inline Words rules(const std::vector<model::Finding>& findings) {
  Words out;
  for (const model::Finding& finding : findings)
    out.push_back(finding.rule_id + " " + std::to_string(finding.instances));
  return out;
}

// "locator excerpt" of each piece of evidence.
inline Words evidence(const model::Finding& finding) {
  Words out;
  for (const model::Evidence& piece : finding.evidence) out.push_back(piece.locator + " " + piece.excerpt);
  return out;
}

}  // namespace cordon::checks::testing
