// Percent-encoding (RFC 3986 section 2.1).
#pragma once

#include <string>
#include <string_view>

namespace cordon {

// Replaces "%41" by "A". A '%' that no two hexadecimal digits follow stays.
std::string percent_decoded(std::string_view text);

}  // namespace cordon
