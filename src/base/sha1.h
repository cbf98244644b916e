// SHA-1 (RFC 3174), for lists that name files by it. It says what a file is where nobody has a reason to lie, and
// proves nothing: two texts of one digest can be made.
#pragma once

#include <string>
#include <string_view>

namespace cordon {

// Digest of the whole text in lower-case hexadecimal.
std::string sha1_hex(std::string_view text);

}  // namespace cordon
