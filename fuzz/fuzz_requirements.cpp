// requirements.txt with the files that it includes (input_files.h).
#include <string>

#include "input_files.h"
#include "inventory/pypi/requirement.h"
#include "inventory/pypi/requirement_files.h"
#include "inventory/pypi/requirements.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every line that asks for something is a component, declared, or named as unread.
void check_entries(const model::Inventory& inventory, const std::string& text, const ReadContext& context) {
  std::vector<model::FileUnread> unread;
  const auto files = pypi::read_requirement_files(text, context, unread);
  fuzz::expect(files.has_value());
  const bool overflowed = inventory.unread.size() >= 1000;
  std::set<std::pair<std::string, std::uint32_t>> spoken;
  for (const model::Component& each : inventory.components) spoken.emplace(each.place.path, each.place.line);
  for (const model::Declared& each : inventory.roots.at(0).declared) spoken.emplace(each.place.path, each.place.line);
  for (const model::FileUnread& each : inventory.unread) spoken.emplace(each.path, each.line);
  // The same package may stand in several lines: then the first of them is the component's.
  const auto named = [&](const std::string& name) {
    return std::ranges::any_of(inventory.components, [&](const auto& each) { return each.name == name; });
  };
  std::size_t looked_at = 0;
  for (const pypi::RequirementEntry& entry : files->entries) {
    if (entry.constraint || entry.line.text.empty() || ++looked_at > 1000) continue;
    const auto read = pypi::parse_requirement(entry.line.text);
    if (!read) continue;
    fuzz::expect(overflowed || spoken.contains({entry.display_path, entry.line.line}) || named(read->name));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  const std::string text = fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "app", tree);
  model::Registries registries;
  registries.add({"registry.example.test", "pypi", model::RegistryClass::public_});
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/requirements.txt";
  context.tree = &tree;
  context.directory = "app";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  if (const auto inventory = fuzz::check_reader(pypi::read_requirements, text, context, tree.lines("")))
    check_entries(*inventory, text, context);
  return 0;
}
