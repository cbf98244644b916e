// pnpm-lock.yaml of every version, and the settings beside it. What is read must hold together: indices that exist,
// unique ids, places inside the file, and the same answer twice.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <unordered_set>

#include "inventory/npm/pnpm_keys.h"
#include "inventory/npm/pnpm_lock.h"
#include "inventory/npm/pnpm_workspace.h"

using namespace cordon;
using namespace cordon::inventory;
using namespace cordon::inventory::npm;

namespace {

void expect(bool property) {
  if (!property) std::abort();
}

void check_inventory(const model::Inventory& inventory, const std::string& text) {
  const std::uint32_t nodes = inventory.node_count();
  const auto lines = static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end(), '\n'));
  expect(inventory.format.starts_with("pnpm-lock "));
  std::uint32_t previous = 0;
  for (const model::Edge& edge : inventory.edges) {
    expect(edge.from < nodes && edge.to < nodes && edge.from >= previous);
    previous = edge.from;
  }
  for (const model::Unresolved& missing : inventory.unresolved) expect(missing.from < nodes);
  std::unordered_set<std::string_view> ids;
  for (std::uint32_t node = 0; node < nodes; ++node) expect(ids.insert(inventory.node_id(node)).second);
  for (const model::Component& component : inventory.components) {
    expect(component.purl.starts_with("pkg:"));
    expect(component.place.line >= 1 && component.place.line <= lines);
    expect(!component.resolved || !component.resolved->empty());
  }
  for (const model::FileUnread& note : inventory.unread) expect(!note.code.empty() && note.line <= lines);
}

void check_keys(std::string_view text) {
  for (const PnpmKeyStyle style : {PnpmKeyStyle::slash, PnpmKeyStyle::at, PnpmKeyStyle::plain}) {
    const PnpmKey key = parse_pnpm_key(text, style);
    for (const std::string_view part : {key.name, key.version, key.host, key.registry, key.address, key.base})
      expect(part.empty() || (part.data() >= text.data() && part.data() + part.size() <= text.data() + text.size()));
    std::string out;
    for (int attempt = 0; pnpm_reference_key(attempt, "a", text, style, out); ++attempt) expect(attempt < 3);
  }
  join_importer_path(text, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const model::Registries registries;
  const ClientConfig client;
  const MemoryTree tree({{"pnpm-workspace.yaml", text}, {"package.json", text}});
  ReadContext context;
  context.display_path = "pnpm-lock.yaml";
  context.registries = &registries;
  context.client = &client;
  context.tree = &tree;
  context.limits.entries = 100'000;
  const auto inventory = read_pnpm_lock(text, context);
  if (inventory) {
    check_inventory(*inventory, text);
    const auto again = read_pnpm_lock(text, context);
    expect(again && again->components == inventory->components && again->edges == inventory->edges);
  } else {
    expect(!inventory.error().message.empty());
  }
  (void)read_pnpm_workspace(text, "pnpm-workspace.yaml", context.limits);
  (void)read_pnpm_manifest(text, "package.json", context.limits);
  check_keys(std::string_view(text).substr(0, text.find('\n')));
  return 0;
}
