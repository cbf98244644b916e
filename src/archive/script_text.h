// Text and numbers as JavaScript takes them (ECMA-262; UTF-8 as the Encoding Standard decodes it). npm reads archives
// in that language, and an archive that is unusual means there what these functions say.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::archive {

// Well-formed UTF-8: each longest part of a sequence that is none becomes one U+FFFD, as Buffer.toString() has it.
std::string decode_lossy(std::string_view bytes);

// Without what stands from the first zero up to the end of its line, as `.replace(/\0.*/, '')` has it: what follows a
// line break behind a zero stays.
std::string without_zero_tail(std::string_view text);

// Without whitespace and line breaks at both ends.
std::string_view trimmed(std::string_view text);

// parseInt(text, base): leading whitespace and a sign are taken, what follows the digits is not looked at. Nothing for
// NaN. `base` is 8 or 10.
std::optional<double> parse_int(std::string_view text, int base);

// Number(text); nothing for NaN. The empty text is 0, "0x10" is 16, "1e3" is 1000.
std::optional<double> to_number(std::string_view text);

// Behind the first `units` UTF-16 code units of well-formed UTF-8. Nothing when that would split a character.
std::optional<std::string_view> without_units(std::string_view text, std::size_t units);

}  // namespace cordon::archive
