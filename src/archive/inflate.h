// DEFLATE (RFC 1951) and gzip (RFC 1952), unpacked whole into memory of a known or bounded size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::archive {

// Unpacks `packed`, which must be one whole stream that gives exactly `bytes` bytes. Fails with syntax.
Result<void> inflate(std::string_view packed, std::uint64_t bytes, std::string& out);

// Unpacks a gzip file of one or more members. Fails with syntax, truncated, or too_large above `max_bytes`.
Result<std::string> gunzip(std::string_view packed, std::uint64_t max_bytes);

struct GunzipLimits {
  std::uint64_t bytes = 1ull << 30;  // of all members together, unpacked
  std::uint64_t ratio = 1'000;       // unpacked bytes for each packed one; npm gives up above the same
  std::uint32_t members = 1'000;
};

struct Gunzipped {
  std::string bytes;
  std::uint32_t members = 0;
  // Behind the last member; a view into the packed bytes. Whether that matters depends on who reads: gzip itself warns
  // and goes on; npm passes over zeros, but fails at anything else.
  std::string_view trailing;
};

// The same for hostile files, and it tells what is unusual. Members end where no further one begins with gzip's two
// magic bytes. Fails with syntax (a member is damaged or cut off), too_large (above `bytes`), invalid_value (above
// `ratio`, which only bombs are) or too_many (members). It never allocates more than `bytes`, nor more than `ratio` for
// each packed byte; of what is usual no more than it unpacks to.
Result<Gunzipped> gunzip(std::string_view packed, const GunzipLimits& limits);

std::uint32_t crc32(std::string_view bytes);

}  // namespace cordon::archive
