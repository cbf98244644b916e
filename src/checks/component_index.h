// The components of an inventory by name and by place, for checks that ask for many of them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/inventory.h"

namespace cordon::checks {

class ComponentIndex {
 public:
  // The inventory must outlive the index. O(components * log components).
  explicit ComponentIndex(const model::Inventory& inventory);

  const model::Inventory& inventory() const { return *inventory_; }
  // Indices of the components, in order of the inventory. O(log components).
  std::span<const std::uint32_t> named(std::string_view name) const;
  std::span<const std::uint32_t> at(std::string_view instance) const;  // instance_of

 private:
  const model::Inventory* inventory_;
  std::vector<std::uint32_t> by_name_, by_instance_;
};

}  // namespace cordon::checks
