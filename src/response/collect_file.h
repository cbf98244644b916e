// Copies of files as evidence: named by what they hold, with what the system said of the original before and after.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "model/generated/case_report.h"

namespace cordon::response {

inline constexpr std::uint64_t kMaxFileBytes = 16ull << 30;

// What the system says of an open file. `name` is for the error. Fails with the codes of errno_error.
Result<model::FileState> file_state(int descriptor, const std::string& name);

// Copies a regular file into the folder, under its SHA-256, readable for its owner only, and brings it to
// the disk. Nothing of it is run or followed. `kind` of what it gives is still `other`. Fails with the codes of
// errno_error, not_a_regular_file (never blocks on a FIFO) and too_large, leaving nothing behind.
Result<model::CaseFile> collect_file(const std::string& path, const std::string& files_folder,
                                     std::uint64_t max_bytes = kMaxFileBytes);

}  // namespace cordon::response
