#include "checks/component_index.h"

#include <algorithm>
#include <numeric>

#include "checks/collect.h"

namespace cordon::checks {
namespace {

std::string_view name_of(const model::Inventory& inventory, std::uint32_t index) {
  return inventory.components[index].name;
}

std::string_view place_of(const model::Inventory& inventory, std::uint32_t index) {
  return instance_of(inventory, inventory.components[index]);
}

template <class Key>
std::vector<std::uint32_t> sorted_by(const model::Inventory& inventory, Key key) {
  std::vector<std::uint32_t> out(inventory.components.size());
  std::iota(out.begin(), out.end(), 0u);
  std::ranges::stable_sort(out, {}, [&](std::uint32_t i) { return key(inventory, i); });
  return out;
}

}  // namespace

ComponentIndex::ComponentIndex(const model::Inventory& inventory)
    : inventory_(&inventory), by_name_(sorted_by(inventory, name_of)), by_instance_(sorted_by(inventory, place_of)) {}

std::span<const std::uint32_t> ComponentIndex::named(std::string_view name) const {
  return std::ranges::equal_range(by_name_, name, {}, [&](std::uint32_t i) { return name_of(*inventory_, i); });
}

std::span<const std::uint32_t> ComponentIndex::at(std::string_view instance) const {
  return std::ranges::equal_range(by_instance_, instance, {},
                                  [&](std::uint32_t i) { return place_of(*inventory_, i); });
}

}  // namespace cordon::checks
