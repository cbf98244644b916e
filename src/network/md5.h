// MD5 (RFC 1321). JA3 is defined as an MD5, and that is all it is used for: it identifies, it protects nothing.
#pragma once

#include <string>
#include <string_view>

namespace cordon::network {

// The digest in 32 lower-case hexadecimal digits.
std::string md5_hex(std::string_view text);

}  // namespace cordon::network
