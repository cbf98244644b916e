#include "inventory/npm/manifest_only.h"

#include "base/text.h"
#include "inventory/npm/identify.h"

namespace cordon::inventory::npm {

void report_problems(const Manifest& manifest, const std::string& display_path, model::Inventory& inventory) {
  for (const ManifestProblem& problem : manifest.problems) {
    const char* what =
        problem.code == ErrorCode::too_large ? ": more than this program reads" : ": not of the type expected";
    inventory.unread.push_back(
        {display_path, problem.line, std::string(to_string(problem.code)), text::visible(problem.field) + what, true});
  }
  inventory.duplicates.insert(inventory.duplicates.end(), manifest.duplicates.begin(), manifest.duplicates.end());
}

Result<model::Inventory> read_manifest_only(std::string text, const ReadContext& context) {
  Manifest manifest = TRY(parse_manifest(std::move(text), context.limits));
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = "package.json";
  report_problems(manifest, context.display_path, inventory);
  if (manifest.declares_dependencies()) {
    inventory.unread.push_back(
        {context.display_path, 0, "ranges_only", "no lockfile: the versions of its dependencies are not pinned", true});
  }
  for (ManifestOverride& override : manifest.overrides) {
    inventory.overrides.push_back(
        {std::move(override.pattern), std::move(override.replacement), {context.display_path, override.line}});
  }
  model::Root& root = inventory.roots.emplace_back();
  root.id = context.display_path + "#";
  root.name = std::move(manifest.name);
  root.version = std::move(manifest.version);
  root.kind = model::RootKind::project;
  root.place = {context.display_path, manifest.name_line == 0 ? 1 : manifest.name_line};
  for (ManifestDependency& dependency : manifest.dependencies) {
    root.declared.push_back({std::move(dependency.name),
                             std::move(dependency.range),
                             dependency.kind,
                             {context.display_path, dependency.line}});
  }
  return inventory;
}

std::optional<model::Inventory> read_self(const Manifest& manifest, const ReadContext& context) {
  if (manifest.name.empty() || manifest.version.empty()) return std::nullopt;
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = "package.json";
  model::Component& self = inventory.components.emplace_back();
  self.id = context.display_path + "#";
  self.name = manifest.name;
  self.version = manifest.version;
  self.place = {context.display_path, manifest.name_line};
  self.scope = model::Scope::unknown;
  self.install_script = model::InstallScript::no;
  for (const ManifestScript& script : manifest.scripts)
    if (runs_as_dependency(script.name)) self.install_script = model::InstallScript::yes;
  identify(self, context);
  return inventory;
}

}  // namespace cordon::inventory::npm
