#include "inventory/pypi/manifest_only.h"

#include <algorithm>

#include "inventory/pypi/manifest.h"

namespace cordon::inventory::pypi {
namespace {

model::Inventory alone(const Manifest& manifest, const char* format, const ReadContext& context) {
  model::Inventory inventory;
  inventory.path = context.display_path;
  inventory.format = format;
  UnreadList unread(context.display_path);
  for (const Error& problem : manifest.problems) unread.add(problem);
  const bool asks = std::ranges::any_of(manifest.dependencies, [](const auto& each) { return !each.builds; });
  if (asks || manifest.is_dynamic)
    unread.add(0, "ranges_only",
               manifest.is_dynamic ? "its dependencies are computed when it is built, and no lockfile pins them"
                                   : "no lockfile: the versions of its dependencies are not pinned");
  model::Root& root = inventory.roots.emplace_back();
  root.id = context.display_path + "#";
  root.name = manifest.name;
  root.version = manifest.version;
  root.place = {context.display_path, manifest.line};
  for (const ManifestDependency& each : manifest.dependencies)
    root.declared.push_back({each.name, each.range, each.kind, {context.display_path, each.line}});
  unread.move_to(inventory.unread);
  return inventory;
}

}  // namespace

Result<model::Inventory> read_pyproject(std::string text, const ReadContext& context) {
  const Manifest manifest = TRY(parse_pyproject(std::move(text), context.limits));
  return alone(manifest, "pyproject.toml", context);
}

Result<model::Inventory> read_pipfile(std::string text, const ReadContext& context) {
  const Manifest manifest = TRY(parse_pipfile(std::move(text), context.limits));
  return alone(manifest, "Pipfile", context);
}

}  // namespace cordon::inventory::pypi
