// Bytes held against an integrity string.
#pragma once

#include <string>
#include <string_view>

namespace cordon::app {

// Whether the bytes have one of the strongest digests that the string names; false where it names none, or only such
// that no client names archives by (SHA-384).
bool has_integrity(std::string_view bytes, std::string_view integrity);

}  // namespace cordon::app
