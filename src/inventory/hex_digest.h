// Digests that a lockfile writes in hexadecimal.
#pragma once

#include <string>
#include <string_view>

namespace cordon::inventory {

// The Subresource Integrity string of a SHA-256 in lower-case hexadecimal: "sha256-<base64>". Empty when it is none.
std::string sri_of_hex(std::string_view hex);

}  // namespace cordon::inventory
