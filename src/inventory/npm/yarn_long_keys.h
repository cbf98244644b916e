// Keys that libyaml refuses: YAML allows a key of at most 1024 characters where it is not marked with '?'. Yarn 2 and 3
// write longer ones without the mark, and read them.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace cordon::inventory::npm {

// By line (1-based): the key that stood there.
using LongKeys = std::unordered_map<std::uint32_t, std::string>;

// Puts a short key of equal width in the place of every long quoted key of the outermost mapping, so that lines and
// offsets stay, and returns the originals. Keys whose escapes JSON does not have are left for the YAML reader to
// refuse.
LongKeys shorten_long_keys(std::string& text);

}  // namespace cordon::inventory::npm
