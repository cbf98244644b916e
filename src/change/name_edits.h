// What lies between two names: letters added, left out, changed or swapped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cordon::change {

// Names that are n edits apart differ in at most 2n bits and in at most n bytes of length. The bits of kLetterBits
// stand for letters, the others for everything else.
std::uint64_t letter_mask(std::string_view name);
inline constexpr std::uint64_t kLetterBits = (std::uint64_t{1} << 52) - 1;

// Optimal string alignment distance (letters added, left out, changed; neighbours swapped), or most + 1 when it is
// above `most`. O(length × most); names may be of any length.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most);

enum class Edit : std::uint8_t {
  added,     // a letter that the other does not have
  omitted,   // lacks a letter
  repeated,  // a letter doubled, or one of a double left out
  replaced,  // another letter
  adjacent,  // another letter, whose key lies beside the right one (QWERTY)
  swapped,   // two neighbours
};

// What was done to `right` to get `name`, when that is one edit; empty when it is none or more.
std::optional<Edit> single_edit(std::string_view name, std::string_view right);

}  // namespace cordon::change
