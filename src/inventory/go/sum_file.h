// go.sum: digests of modules that Go has looked at.
//
// Format: go.dev/ref/mod, "go.sum files": "module version hash" for the module's files, "module version/go.mod hash"
// for its go.mod alone. The digest "h1:" is a SHA-256 over the SHA-256 of every file (x/mod/sumdb/dirhash), so it is no
// digest of the archive's bytes. The file also lists modules that were only considered when versions were chosen: an
// entry is no evidence that a module is used.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::go {

struct SumFile {
  std::unordered_map<std::string, std::string> modules;    // by "module version": "h1:..."
  std::unordered_map<std::string, std::string> mod_files;  // the same, of go.mod alone
  std::vector<Error> problems;  // lines that mean nothing, and digests that contradict others
};

// Fails with too_many, and as check_encoding and check_utf8 do.
Result<SumFile> parse_sum_file(std::string_view text, const Limits& limits);

}  // namespace cordon::inventory::go
