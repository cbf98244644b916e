// A file that is read whole, or its beginning.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace cordon::response {

// Fails with the codes of errno_error, not_a_regular_file (never blocks on a FIFO) and too_large.
Result<std::string> read_small_file(const std::string& path, std::uint64_t max_bytes);

// At most so many bytes from the beginning of a file. Fails with the same codes, but never with too_large.
Result<std::string> read_beginning(const std::string& path, std::uint64_t bytes);

}  // namespace cordon::response
