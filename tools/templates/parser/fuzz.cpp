// Hostile bytes as a @NAME@: no crash, no hang, and no component without a name.
#include <cstdint>
#include <string>

#include "@INCLUDE@"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const cordon::model::Registries registries;
  static const cordon::inventory::ClientConfig client;
  cordon::inventory::ReadContext context;
  context.display_path = "@FILE@";
  context.registries = &registries;
  context.client = &client;
  const auto inventory =
      @NAMESPACE@::read_@NAME@(std::string(reinterpret_cast<const char*>(data), size), context);
  if (!inventory) return 0;
  for (const auto& component : inventory->components)
    if (component.name.empty()) __builtin_trap();
  return 0;
}
