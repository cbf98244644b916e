// Unresolved merge conflicts in a lockfile: both sides are read, because either may be what a client installs (npm
// takes "ours" without a word).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inventory/reader.h"

namespace cordon::inventory {

struct ConflictSides {
  std::string ours, theirs;          // each as long as the original: what the other side wrote is blanked, lines stay
  std::vector<std::uint32_t> lines;  // 1-based lines of the opening markers
};

// Finds git's markers at the start of lines ("<<<<<<<", "|||||||" of diff3, "=======", ">>>>>>>"). Nothing when there
// is no opening marker. An unclosed conflict extends to the end of the text.
std::optional<ConflictSides> split_conflicts(std::string_view text);

// Reads with `reader`, both sides when the text has conflict markers. The inventory is then the union: components and
// edges of theirs that ours does not have, with "~theirs" appended to an id that stands for another version in ours;
// Inventory::conflicts has the markers. If only one side can be read, that side, and an unread entry for the other.
Result<model::Inventory> read_with_conflicts(Reader reader, std::string text, const ReadContext& context);

}  // namespace cordon::inventory
