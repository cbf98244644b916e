// Which of many short texts stand in a long one: Aho and Corasick's automaton, one step a byte.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::inventory::javascript {

class LiteralSet {
 public:
  // Texts may repeat and be parts of one another; an empty one is never found. Fails with too_many beyond 65,534 bytes
  // of them together.
  static Result<LiteralSet> make(const std::vector<std::string>& literals);

  // For each literal whether it stands in the text.
  std::vector<bool> find(std::string_view text) const;

 private:
  static constexpr std::uint32_t kNone = ~0u;

  std::array<std::uint8_t, 256> class_of_{};  // bytes that no literal has are 0
  std::size_t classes_ = 1;
  std::vector<std::uint16_t> next_;     // state * classes_ + class
  std::vector<std::uint32_t> ends_;     // of each state, the number of the text that ends there, or kNone
  std::vector<std::uint16_t> shorter_;  // of each state, the one of its longest suffix where a text ends; 0: none
  std::vector<std::uint32_t> text_of_;  // of each literal, its number among the distinct ones; kNone: it is empty
};

}  // namespace cordon::inventory::javascript
