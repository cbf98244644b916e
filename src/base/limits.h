// What a reader of hostile bytes may use up. Every parser takes one; docs/limits.md lists the defaults and why.
#pragma once

#include <cstdint>

namespace cordon {

struct Limits {
  std::uint64_t bytes = 64ull << 20;       // of one file
  std::uint32_t depth = 200;               // nesting of one document
  std::uint32_t entries = 4'000'000;       // values of one document; packages are far fewer
  std::uint32_t documents = 16;            // YAML documents of one stream
  std::uint32_t aliases = 1'000;           // YAML alias expansions of one stream
  std::uint32_t string_bytes = 16u << 20;  // one string
};

}  // namespace cordon
