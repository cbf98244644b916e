// yarn.lock of yarn 2 and newer, with package.json files and .yarnrc.yml beside it (input_files.h), and the same bytes
// as .yarn-state.yml.
#include <string>

#include "base/yaml.h"
#include "input_files.h"
#include "inventory/npm/yarn_berry.h"
#include "inventory/npm/yarn_locator.h"
#include "inventory/npm/yarn_lock.h"
#include "inventory/npm/yarn_resolution.h"
#include "inventory/npm/yarn_state.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every entry becomes a component or a root, or is named as unread. Keys too long for YAML are read in another way.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto document = yaml::parse(text, limits);
  if (!document) return;
  fuzz::SpokenFor spoken(inventory);
  for (const Value::Member& member : document->root().members())
    if (member.key != "__metadata") spoken.expect_entry(member.line());
}

// Locators, references and patterns by themselves: the first line of the input.
void check_words(std::string_view line) {
  const std::size_t at = line.find('@', 1);
  const std::string_view name = line.substr(0, at);
  const std::string_view reference = at == std::string_view::npos ? std::string_view() : line.substr(at + 1);
  const npm::YarnReference parts = npm::parse_yarn_reference(reference);
  (void)npm::yarn_parameter(parts.parameters, "archiveUrl");
  (void)npm::describe_locator(name, reference);
  const std::string canonical = npm::canonical_descriptor(name, reference);
  fuzz::expect(canonical.starts_with(name));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::InputTree tree;
  const std::string text = fuzz::read_input(std::string_view(reinterpret_cast<const char*>(data), size), "app", tree);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/yarn.lock";
  context.tree = tree.files().empty() ? nullptr : &tree;
  context.directory = "app";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto inventory = fuzz::check_reader(npm::read_yarn_berry, text, context, tree.lines(""));
  if (inventory) check_entries(*inventory, text, context.limits);
  (void)npm::read_yarn_lock(text, context);
  (void)fuzz::check_reader(npm::read_yarn_state, text, context, tree.lines(""));
  check_words(std::string_view(text).substr(0, text.find('\n')));
  return 0;
}
