// Closing what a new process inherited and does not need.
#pragma once

#include <initializer_list>
#include <span>

namespace cordon::sandbox {

// Closes every descriptor of this process but these, which stand in ascending order. False when not all could be.
bool close_all_but(std::span<const int> kept);
inline bool close_all_but(std::initializer_list<int> kept) {
  return close_all_but(std::span<const int>(kept.begin(), kept.size()));
}

}  // namespace cordon::sandbox
