// Ids of entries that a lockfile has more than once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::inventory::npm {

// Whether the text ends as a number does that was added: "a#2".
inline bool ends_in_number(std::string_view id) {
  const std::size_t last = id.find_last_not_of("0123456789");
  return last != std::string_view::npos && last + 1 < id.size() && id[last] == '#';
}

// Makes the id of the `use`-th entry with this id another one: "a", "a#2", "a#3". An id that ends so by itself always
// gets a number ("a#2" becomes "a#2#1"), so that no two texts and uses come to the same.
inline void number_repeated(std::string& id, std::uint32_t use) {
  if (use > 1 || ends_in_number(id)) id.append("#").append(std::to_string(use));
}

}  // namespace cordon::inventory::npm
