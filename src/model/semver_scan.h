// The tokens of versions and ranges. Each function looks for one at an offset and says where it ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::model::semver::scan {

// What a version or partial version is made of; views into the text. Fields that are not there are empty.
struct Parts {
  std::string_view major, minor, patch, prerelease, build;
  std::size_t end = 0;  // offset after the last byte
};

// Whether a token may end anywhere, or must end where the text or a space does. It matters for one thing: in loose mode
// the pre-release of "1.2.31.2" is "1.2", because a third number of 31 would leave something over.
enum class Ending : std::uint8_t { anywhere, at_end };

// "1.2.3-beta.1+build". Strict: one 'v' may stand before it, numbers and numeric identifiers have no leading zeros.
// Loose: any run of 'v', '=' and spaces may stand before it, and the hyphen may be missing.
std::optional<Parts> full(std::string_view text, std::size_t at, bool loose, Ending ending);

// "1", "1.x", "1.2.*-beta": any of the numbers may be x, X or *, and only the first must be there.
std::optional<Parts> partial(std::string_view text, std::size_t at, bool loose, Ending ending);

// "beta.1": identifiers joined by dots. The offset after the last, or `at` when there is none.
std::size_t identifiers(std::string_view text, std::size_t at, bool loose);

// "+build.5", identifiers of any length. The offset after it, or `at` when there is none.
std::size_t build(std::string_view text, std::size_t at);

// Offset of the first byte that is not 'v', '=' or a space.
std::size_t skip_prefix(std::string_view text, std::size_t at);

// Without white space (as JavaScript has it, with Unicode's) at both ends; each run of it inside becomes one space.
std::string squeeze(std::string_view text);

bool is_digit(char c);
bool all_digits(std::string_view text);

// Length in UTF-16 units, as JavaScript counts it.
std::size_t utf16_length(std::string_view text);

}  // namespace cordon::model::semver::scan
