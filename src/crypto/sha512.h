// SHA-512 (FIPS 180-4), which package clients name archives by.
#pragma once

#include <string>
#include <string_view>

namespace cordon::crypto {

// Digest of the whole text in lower-case hexadecimal, as model::hex_of_integrity gives that of an integrity string.
std::string sha512_hex(std::string_view text);

}  // namespace cordon::crypto
