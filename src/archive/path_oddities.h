// What is unusual in the path of one entry, whoever unpacks it.
#pragma once

#include <cstdint>
#include <string_view>

#include "archive/npm_oddity.h"

namespace cordon::archive {

// `path` as the archive has it, in UTF-8. Kinds: not_utf8 (holds U+FFFD), hidden_character, backslash, absolute_path,
// parent_path, unclean_path, windows_name, long_path.
void tell_path_oddities(std::string_view path, std::uint64_t offset, Oddities& oddities);

}  // namespace cordon::archive
