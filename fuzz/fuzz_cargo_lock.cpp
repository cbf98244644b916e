// Cargo.lock of every version with the manifests of its workspace, and Cargo.toml alone (input_files.h).
#include <string>

#include "base/toml.h"
#include "input_files.h"
#include "inventory/cargo/cargo_lock.h"
#include "inventory/cargo/cargo_toml.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every package of the list is a component, a root, an override or named as unread.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto document = toml::parse(text, limits);
  fuzz::expect(document.has_value());
  const Value list = document->root()["package"];
  for (const Value entry : list.elements()) {
    const std::uint32_t line = entry.line();
    const auto here = [&](const model::Place& place) { return place.path == inventory.path && place.line == line; };
    fuzz::expect(std::ranges::any_of(inventory.components, [&](const auto& each) { return here(each.place); }) ||
                 std::ranges::any_of(inventory.roots, [&](const auto& each) { return here(each.place); }) ||
                 std::ranges::any_of(inventory.overrides, [&](const auto& each) { return here(each.place); }) ||
                 std::ranges::any_of(inventory.unread, [&](const auto& each) {
                   return each.code == "too_many" || here({each.path, each.line});
                 }));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  const std::string text = fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "app", tree);
  model::Registries registries;
  registries.add({"index.example.test", "crates", model::RegistryClass::public_});
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/Cargo.lock";
  context.tree = &tree;
  context.directory = "app";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  if (const auto inventory = fuzz::check_reader(cargo::read_cargo_lock, text, context, tree.lines("")))
    check_entries(*inventory, text, context.limits);
  context.display_path = "app/Cargo.toml";
  fuzz::check_reader(cargo::read_cargo_toml, text, context, tree.lines(""));
  return 0;
}
