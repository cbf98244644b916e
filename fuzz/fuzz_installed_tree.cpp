// node_modules: a tree of package.json files and links, built from the input (input_files.h).
#include <string>

#include "input_files.h"
#include "inventory/npm/installed_tree.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Folders that can only be installed packages: node_modules and a name, again and again, without links or dots.
bool is_plain_package(std::string_view directory) {
  const auto parts = fuzz::parts_of(directory);
  std::size_t at = 1;  // behind the project's folder
  while (at < parts.size()) {
    if (parts[at] != "node_modules" || at + 1 >= parts.size()) return false;
    ++at;
    if (parts[at].starts_with('@')) ++at;
    if (at >= parts.size() || parts[at].starts_with('.') || parts[at].starts_with('@')) return false;
    ++at;
  }
  return parts.size() > 1;
}

// Every such package.json is a component or is named as unread.
void check_packages(const npm::InstalledTree& tree, const fuzz::InputTree& files) {
  constexpr std::string_view kManifest = "/package.json";
  for (const model::FileUnread& note : tree.inventory.unread)
    if (note.code == "too_many" || note.code == "too_deep" || note.code == "timed_out") return;
  for (const std::string& path : files.files()) {
    if (!path.starts_with("app/") || !path.ends_with(kManifest)) continue;
    const std::string directory = path.substr(0, path.size() - kManifest.size());
    if (!is_plain_package(directory)) continue;
    const bool found = std::ranges::find(tree.directories, directory) != tree.directories.end();
    fuzz::expect(found || std::ranges::any_of(tree.inventory.unread, [&](const auto& note) {
                   return directory.starts_with(note.path) || note.path.starts_with(directory);
                 }));
  }
}

void check_tree(const npm::InstalledTree& tree, const fuzz::FileLines& lines) {
  const std::size_t count = tree.inventory.components.size();
  fuzz::check_inventory(tree.inventory, lines);
  fuzz::expect(tree.directories.size() == count && tree.details.size() == count);
  for (const std::string& directory : tree.directories)
    for (const std::string_view part : fuzz::parts_of(directory)) fuzz::expect(part != "." && part != "..");
  fuzz::expect(json::parse(fuzz::written(tree.inventory)).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "app", tree);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/node_modules";
  context.tree = &tree;
  context.directory = "app";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const npm::InstalledLimits limits = {.packages = 500, .entries = 5'000, .nesting = 20, .manifest_bytes = 16'384};
  const auto installed = npm::read_installed_tree(tree, "app", context, limits);
  if (!installed) {
    fuzz::expect(!installed.error().message.empty() && installed.error().code != ErrorCode::internal);
    return 0;
  }
  check_tree(*installed, tree.lines(""));
  check_packages(*installed, tree);
  const auto again = npm::read_installed_tree(tree, "app", context, limits);
  fuzz::expect(again && fuzz::written(again->inventory) == fuzz::written(installed->inventory));
  return 0;
}
