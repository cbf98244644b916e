// deno.lock of versions 4 and 5.
#include <string>

#include "check_inventory.h"
#include "inventory/deno/deno_lock.h"

using namespace cordon;
using namespace cordon::inventory;

namespace {

// Every package and remote module becomes a component or is named as unread, and so are sections of the wrong type.
void check_entries(const model::Inventory& inventory, const std::string& text, const Limits& limits) {
  const auto document = json::parse(text, {.comments = false, .limits = limits});
  fuzz::expect(document.has_value());
  fuzz::SpokenFor spoken(inventory);
  for (const char* name : {"npm", "jsr", "remote"}) {
    const Value section = document->root()[name];
    for (const Value::Member& member : section.members()) spoken.expect_entry(member.line());
    if (section && !section.is_object()) spoken.expect_entry(section.line());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const model::Registries registries;
  const ClientConfig client;
  ReadContext context;
  context.display_path = "app/deno.lock";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto inventory = fuzz::check_reader(deno::read_deno_lock, text, context);
  if (inventory) check_entries(*inventory, text, context.limits);
  return 0;
}
