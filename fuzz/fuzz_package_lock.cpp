// package-lock.json of every version, npm-shrinkwrap.json and node_modules/.package-lock.json, with the package.json
// files beside them (input_files.h).
#include <string>

#include "input_files.h"
#include "inventory/npm/dependency_lists.h"
#include "inventory/npm/package_lock.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every entry becomes a component or is named as unread. Version 1 may say the same of one folder many times.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto document = json::parse(text, {.comments = false, .limits = limits});
  fuzz::expect(document.has_value());
  fuzz::SpokenFor spoken(inventory);
  const Value packages = document->root()["packages"];
  const bool some = packages.size() > 1 || document->root()["dependencies"].size() > 0;
  fuzz::expect(!some || !inventory.components.empty() || !inventory.unread.empty());
  for (const Value::Member& member : packages.members())
    if (!member.key.empty()) spoken.expect_entry(member.line());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  const std::string text = fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "app", tree);
  const model::Registries registries;
  const ClientConfig client;
  for (const char* path : {"app/package-lock.json", "app/npm-shrinkwrap.json", "app/node_modules/.package-lock.json"}) {
    ReadContext context;
    context.display_path = path;
    context.tree = std::string_view(path).ends_with("shrinkwrap.json") ? nullptr : &tree;  // alone
    context.directory = "app";
    context.registries = &registries;
    context.client = &client;
    context.limits.entries = 100'000;
    const auto inventory = fuzz::check_reader(npm::read_package_lock, text, context, tree.lines(""));
    if (inventory) check_entries(*inventory, text, context.limits);
  }
  return 0;
}
