// Text that comes from hostile files, made safe to show.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::text {

// A code point that a terminal or a reader's eye would not show as what it is: C0 and C1 controls, DEL, bidirectional
// controls, zero-width and invisible format characters, line and paragraph separators, tags, variation selectors,
// private-use characters, noncharacters, and blanks other than the ASCII space.
bool is_hidden(std::uint32_t code_point);

// The text on one line with nothing hidden in it: hidden code points become <U+202E>, invalid bytes <0xFF>.
// At most `limit` bytes of the original are shown, the rest is counted: "abc… (+299997 bytes)".
std::string visible(std::string_view text, std::size_t limit = 200);

}  // namespace cordon::text
