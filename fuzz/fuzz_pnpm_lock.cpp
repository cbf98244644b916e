// pnpm-lock.yaml of every version, and the settings beside it. What is read must hold together: indices that exist,
// unique ids, places inside the file, and the same answer twice.
#include <cstdint>
#include <string>
#include <string_view>

#include "check_inventory.h"
#include "inventory/npm/pnpm_keys.h"
#include "inventory/npm/pnpm_lock.h"
#include "inventory/npm/pnpm_workspace.h"

using namespace cordon;
using namespace cordon::inventory;
using namespace cordon::inventory::npm;
using fuzz::expect;

namespace {

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
  const std::uint32_t lines = fuzz::lines_of(text);
  const auto inventory =
      fuzz::check_reader(read_pnpm_lock, text, context, {{"pnpm-workspace.yaml", lines}, {"package.json", lines}});
  if (inventory) {
    expect(inventory->format.starts_with("pnpm-lock "));
    for (const model::Component& component : inventory->components) expect(component.place.line >= 1);
  }
  (void)read_pnpm_workspace(text, "pnpm-workspace.yaml", context.limits);
  (void)read_pnpm_manifest(text, "package.json", context.limits);
  check_keys(std::string_view(text).substr(0, text.find('\n')));
  return 0;
}
