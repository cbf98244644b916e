// "Did you mean": the nearest of a few known words.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace cordon {

// The candidate that is at most two typing mistakes away from `word` (one for words of up to four bytes): a letter
// left out, added, changed, or two neighbours swapped. The first of equally near ones; empty when none is near.
// Words longer than 64 bytes have no neighbours.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> candidates);

// "; did you mean 'x'?" for the nearest word, to be appended to an error; empty when none is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace cordon
