// How LavaMoat names packages: the shortest way to each by the names under which packages depend on each other.
#pragma once

#include <string>
#include <vector>

#include "model/inventory.h"

namespace cordon::app {

// The ways from the project to all components of an inventory. Of several the shortest as text counts, of equally long
// ones the first in the order of their bytes (as long as not too many are equally long).
class NameWays {
 public:
  // O(edges * log(nodes)). The inventory must outlive it.
  explicit NameWays(const model::Inventory& inventory);

  // "puppeteer>chromium"; empty where none leads there, or where it has more than 4,096 bytes.
  std::string way_to(std::uint32_t component) const;

 private:
  std::string_view name_of(std::uint32_t node) const;
  bool is_before(std::uint32_t from, std::uint32_t other) const;

  const model::Inventory& inventory_;
  std::vector<std::uint64_t> length_;  // by node; of the way as text
  std::vector<std::uint32_t> from_;    // by node: the one before; itself at the beginning
};

}  // namespace cordon::app
