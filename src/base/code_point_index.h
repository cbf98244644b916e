// Turns places counted in code points, as libyaml and toml++ count them, into byte offsets.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace cordon {

// Keeps a view of `text`, which must be well-formed UTF-8 below 4 GiB. Building it is one pass; a question costs
// O(log n) at worst and nothing for pure ASCII, so that asking about every token of one huge line stays linear.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);

  // Byte offset of code point number `index` (from 0); the size of the text when there are fewer.
  std::uint32_t byte_of(std::uint64_t index) const;

  // Number of code points that start before the byte.
  std::uint64_t index_of(std::uint32_t byte) const;

 private:
  static constexpr std::size_t kBlock = 64;
  std::string_view text_;
  std::vector<std::uint32_t> before_;  // code points that start before each block; empty for pure ASCII
};

}  // namespace cordon
