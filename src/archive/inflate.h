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

std::uint32_t crc32(std::string_view bytes);

}  // namespace cordon::archive
