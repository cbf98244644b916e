// METADATA of an installed or unpacked package, and PKG-INFO of old ones: packaging.python.org, "Core metadata
// specifications", 1.0 to 2.4. Only the headers are read; the description behind them is not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::pypi {

struct CoreMetadata {
  std::string name, version;                  // as written
  std::uint32_t line = 0;                     // of the name
  std::string licence;                        // License-Expression, else License where that is one short line
  std::vector<std::string> requires_dist;     // PEP 508, as written
  std::vector<std::uint32_t> requires_lines;  // parallel
};

// Fails with too_large, and with missing_field for a text without a name.
Result<CoreMetadata> parse_core_metadata(std::string_view text, const Limits& limits);

}  // namespace cordon::inventory::pypi
