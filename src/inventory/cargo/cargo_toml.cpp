#include "inventory/cargo/cargo_toml.h"

#include <algorithm>

#include "inventory/cargo/workspace.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::cargo {

Result<model::Inventory> read_cargo_toml(std::string text, const ReadContext& context) {
  Manifest manifest = TRY(parse_manifest(std::move(text), context.limits));
  const bool inherits =
      manifest.version_inherited || std::ranges::any_of(manifest.dependencies, &ManifestDependency::inherited);
  if (manifest.is_workspace) manifest.inherit(Manifest(manifest));
  else if (const auto workspace = inherits ? workspace_above(context) : std::nullopt) manifest.inherit(*workspace);

  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = "Cargo.toml";
  UnreadList unread(context.display_path);
  for (const Error& problem : manifest.problems) unread.add(problem);
  if (!manifest.dependencies.empty())
    unread.add(0, "ranges_only", "no Cargo.lock: the versions of its dependencies are not pinned");
  for (ManifestPatch& patch : manifest.patches)
    inventory.overrides.push_back(
        {std::move(patch.pattern), std::move(patch.replacement), {context.display_path, patch.line}});
  model::Root& root = inventory.roots.emplace_back();
  root.id = context.display_path + "#";
  root.name = std::move(manifest.name);
  root.version = std::move(manifest.version);
  root.place = {context.display_path, manifest.line};
  for (const ManifestDependency& dependency : manifest.dependencies)
    root.declared.push_back(
        {dependency.key, dependency.specification(), dependency.kind, {context.display_path, dependency.line}});
  unread.move_to(inventory.unread);
  return inventory;
}

}  // namespace cordon::inventory::cargo
