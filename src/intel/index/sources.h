// Where the records of an index come from, and when: JSON inside the index.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::intel {

struct IndexSource {
  std::string name;            // as the user gave it: a path, an address
  std::string kind;            // "advisories", "exploited" or "probabilities"
  std::uint32_t records = 0;   // that were read
  std::uint32_t refused = 0;   // that were not understood
  std::uint32_t newest = 0;    // unix seconds of the newest record; 0: it has no date
  std::uint32_t fetched = 0;   // unix seconds when it was last asked for news; 0: never, it was a file
  std::string etag;            // of the answer, so that the next one may be "unchanged"
  std::string id;              // of the source in the list it was fetched by; empty: it was a file
  std::uint32_t cursor = 0;    // of "advisories": unix seconds of the latest change that was taken over
  std::uint32_t compared = 0;  // of "advisories": unix seconds when all ids were last compared, not only the latest
  bool operator==(const IndexSource&) const = default;

  // When this was known to be current, unix seconds; 0: unknown.
  std::uint32_t current() const { return fetched != 0 ? fetched : newest; }
};

std::string write_sources(const std::vector<IndexSource>& sources);

// Fails with what the JSON reader finds, or wrong_type.
Result<std::vector<IndexSource>> read_sources(std::string_view json);

}  // namespace cordon::intel
