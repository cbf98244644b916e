// yarn.lock of version 1, with the package.json files beside it (input_files.h), and the same bytes as .yarn-integrity.
#include <string>

#include "input_files.h"
#include "inventory/npm/yarn_classic.h"
#include "inventory/npm/yarn_classic_parse.h"
#include "inventory/npm/yarn_integrity_file.h"
#include "inventory/npm/yarn_lock.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

bool inside(std::string_view part, const npm::ClassicLock& lock, std::string_view text) {
  const auto within = [&](std::string_view whole) {
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
  };
  return part.empty() || within(text) || std::ranges::any_of(lock.decoded, within);
}

// Every block whose selectors count becomes a component; workspaces become roots, whose place may be a package.json.
void check_blocks(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto lock = npm::parse_yarn_classic(text, limits);
  fuzz::expect(lock.has_value());
  fuzz::SpokenFor spoken(inventory);
  for (const npm::ClassicBlock& block : lock->blocks) {
    bool counts = false, workspace = false;
    fuzz::expect(block.selector_count > 0);
    for (std::uint32_t i = 0; i < block.selector_count; ++i) {
      const npm::ClassicSelector& selector = lock->selectors[block.first_selector + i];
      fuzz::expect(inside(selector.text, *lock, text) && selector.line <= block.line);
      counts = counts || !selector.shadowed;
      workspace = workspace || selector.text.find("@workspace:") != std::string_view::npos;
    }
    for (const std::string_view part : {block.name, block.version, block.resolved, block.integrity})
      fuzz::expect(inside(part, *lock, text));
    for (const npm::ClassicDependency& dependency : lock->dependencies_of(block))
      fuzz::expect(inside(dependency.name, *lock, text) && dependency.line > block.line);
    if (counts && !workspace) spoken.expect_entry(block.line);
  }
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
  const auto inventory = fuzz::check_reader(npm::read_yarn_classic, text, context, tree.lines(""));
  if (inventory) check_blocks(*inventory, text, context.limits);
  (void)npm::read_yarn_lock(text, context);
  (void)fuzz::check_reader(npm::read_yarn_integrity_file, text, context, tree.lines(""));
  return 0;
}
