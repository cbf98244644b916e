// "did you mean ...": the nearest known word to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cordon {

// "; did you mean 'x'?" for the known word with the smallest edit distance, if that is at most a third of its length
// (at least 1, at most 3); else an empty text.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace cordon
