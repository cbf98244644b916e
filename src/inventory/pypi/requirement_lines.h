// A requirements file in logical lines, as pip cuts it: pip.pypa.io, "Requirements File Format". Beside what pip reads,
// the comments in which pip-compile and uv say why a package is there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::pypi {

// An option with its value: {"--hash", "sha256:..."}; the value is empty for those that have none.
struct LineOption {
  std::string name, value;
};

struct RequirementLine {
  std::string text;                 // what is asked for; empty where the line is of options only
  std::vector<LineOption> options;  // short names made long: "-r" is "--requirement"
  std::vector<std::string> via;     // "requests", "-r requirements.in", "app (pyproject.toml)"
  std::uint32_t line = 0;           // 1-based, where it begins
};

struct RequirementLines {
  std::vector<RequirementLine> lines;
  bool is_compiled = false;  // a comment says that a resolver wrote the file
};

// UTF-8 with or without a byte-order mark, and UTF-16 with one. Fails with unsupported_encoding, too_large and
// too_many. Bytes that are no UTF-8 stay: pip takes them for the user's own encoding.
Result<RequirementLines> cut_requirement_lines(std::string_view text, const Limits& limits);

}  // namespace cordon::inventory::pypi
