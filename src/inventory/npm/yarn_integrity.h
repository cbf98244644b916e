// Digests of package archives as yarn.lock version 1 has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::inventory::npm {

// Subresource Integrity strings stand side by side, separated by white space.
std::vector<std::string> split_integrity(std::string_view text);

// The SHA-1 that yarn appends to a tarball's address ("...tgz#<40 hexadecimal digits>") as an SRI string; empty when
// there is none.
std::string integrity_of_fragment(std::string_view resolved);

}  // namespace cordon::inventory::npm
