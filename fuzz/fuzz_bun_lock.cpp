// bun.lock of every version.
#include <string>

#include "check_inventory.h"
#include "inventory/npm/bun_lock.h"
#include "inventory/npm/bun_resolution.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Workspace packages and the project itself become roots; their entries lead there.
bool is_own(const Value& entry) {
  for (const Value element : entry.elements())
    return element.text().find("workspace:") != std::string_view::npos ||
           element.text().find("root:") != std::string_view::npos;
  return false;
}

// Every other entry becomes a component or is named as unread, and so are sections of the wrong type.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto document = json::parse(text, {.comments = true, .limits = limits});
  fuzz::expect(document.has_value());
  fuzz::SpokenFor spoken(inventory);
  const Value packages = document->root()["packages"];
  for (const Value::Member& member : packages.members())
    if (!is_own(member.value)) spoken.expect_entry(member.line());
  if (packages && !packages.is_object()) spoken.expect_entry(packages.line());
}

void check_key(std::string_view text) {
  const auto key = npm::split_bun_key(text);
  if (!key) return;
  fuzz::expect(!key->name.empty() && text.ends_with(key->name) && text.starts_with(key->scope));
  fuzz::expect(key->scope.empty() ? key->name == text : key->scope.size() + 1 + key->name.size() == text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/bun.lock";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto inventory = fuzz::check_reader(npm::read_bun_lock, text, context);
  if (inventory) check_entries(*inventory, text, context.limits);
  check_key(std::string_view(text).substr(0, text.find('\n')));
  return 0;
}
