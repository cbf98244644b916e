// vendor/modules.txt: which modules the packages in vendor/ were copied from.
//
// Format: written by "go mod vendor" (cmd/go, modcmd/vendor.go): "# module version [=> module version | => folder]",
// below it "## explicit; go 1.20" and the packages, one a line. At the end replacements of any version, without one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::go {

struct VendoredModule {
  std::string path, version;          // version is empty for a replacement of every version
  std::string new_path, new_version;  // what replaces it, if anything
  bool is_explicit = false;           // go.mod requires it
  std::uint32_t line = 0;
};

struct VendoredModules {
  std::vector<VendoredModule> modules;
  std::vector<Error> problems;  // lines that mean nothing
};

// Fails with too_many, and as check_encoding and check_utf8 do.
Result<VendoredModules> parse_vendored_modules(std::string_view text, const Limits& limits);

}  // namespace cordon::inventory::go
