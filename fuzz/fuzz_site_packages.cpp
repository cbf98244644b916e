// Packages of Python that are installed: a folder of metadata, built from the input (input_files.h).
#include <string>

#include "input_files.h"
#include "inventory/pypi/core_metadata.h"
#include "inventory/pypi/name.h"
#include "inventory/pypi/site_packages.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every folder of metadata right below is a component or is named as unread.
void check_packages(const npm::InstalledTree& installed, const fuzz::InputTree& files) {
  for (const model::FileUnread& note : installed.inventory.unread)
    if (note.code == "too_many" || note.code == "timed_out") return;
  for (const std::string& path : files.files()) {
    const auto parts = fuzz::parts_of(path);
    if (parts.size() != 3 || parts[0] != "site-packages" || parts[2] != "METADATA") continue;
    if (!parts[1].ends_with(".dist-info") || parts[1].size() == std::string_view(".dist-info").size()) continue;
    const std::string folder = "site-packages/" + std::string(parts[1]);
    // Two folders of one release are one component, at the place of the first.
    const auto metadata = pypi::parse_core_metadata(files.read(path, 1u << 20).value_or(""), {});
    if (metadata && std::ranges::any_of(installed.inventory.components, [&](const auto& each) {
          return each.name == pypi::normal_name(metadata->name);
        }))
      continue;
    const auto names_it = [&](const auto& place) { return place.starts_with(folder); };
    fuzz::expect(
        std::ranges::any_of(installed.inventory.components,
                            [&](const auto& each) { return names_it(each.place.path); }) ||
        std::ranges::any_of(installed.inventory.unread, [&](const auto& note) { return names_it(note.path); }));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "site-packages", tree);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "site-packages";
  context.tree = &tree;
  context.directory = "site-packages";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 20'000;
  const auto installed = pypi::read_site_packages(tree, "site-packages", context);
  if (!installed) {
    fuzz::expect(!installed.error().message.empty() && installed.error().code != ErrorCode::internal);
    return 0;
  }
  fuzz::check_inventory(installed->inventory, tree.lines(""));
  fuzz::expect(json::parse(fuzz::written(installed->inventory)).has_value());
  check_packages(*installed, tree);
  const auto again = pypi::read_site_packages(tree, "site-packages", context);
  fuzz::expect(again && fuzz::written(again->inventory) == fuzz::written(installed->inventory));
  return 0;
}
