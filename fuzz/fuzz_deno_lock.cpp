// deno.lock: arbitrary bytes must be refused or read, never crash.
#include <cstddef>
#include <cstdint>
#include <string>

#include "inventory/deno/deno_lock.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const cordon::model::Registries registries;
  static const cordon::inventory::ClientConfig client;
  cordon::inventory::ReadContext context;
  context.display_path = "deno.lock";
  context.registries = &registries;
  context.client = &client;
  context.limits.bytes = 1u << 20;
  (void)cordon::inventory::deno::read_deno_lock(std::string(reinterpret_cast<const char*>(data), size), context);
  return 0;
}
