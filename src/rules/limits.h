// What one rule may use up.
#pragma once

#include <cstdint>

namespace cordon::rules {

struct RuleLimits {
  std::uint32_t bytes = 64u << 10;      // of a rule's file
  std::uint32_t selections = 64;        // of one detection
  std::uint32_t values = 1'024;         // of one rule, in all its selections
  std::uint32_t value_bytes = 1'024;    // of one value
  std::uint32_t depth = 32;             // nesting of a condition
  std::uint32_t nodes = 256;            // names and operators of a condition
  std::int64_t regex_memory = 1 << 20;  // bytes of one compiled expression
};

}  // namespace cordon::rules
