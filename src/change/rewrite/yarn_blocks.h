// The blocks of a yarn.lock of version 1 as lines. For yarn_classic.cpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "change/rewrite/text_lines.h"

namespace cordon::change {

// A word as it is written, and what it says.
struct YarnWord {
  std::string raw, text;
};

// "name" and what was asked for, of "name@range": an alias is the name.
struct YarnSelector {
  std::string_view name, range;
};
YarnSelector split_selector(std::string_view selector);

// The real name of what a selector asks for: of "a@npm:b@1" it is b.
std::string_view real_name(std::string_view selector);

// A key, or a name and what is asked of it.
struct YarnMember {
  std::size_t line = 0;  // index
  std::string key, value;
};

struct YarnList {
  std::size_t line = 0;  // of its key
  std::vector<YarnMember> members;
};

struct YarnBlock {
  std::size_t first = 0, last = 0;  // header line, and the line behind the last that is not blank
  std::vector<YarnWord> selectors;
  std::vector<YarnMember> members;  // version, resolved, integrity, ...
  std::optional<YarnList> dependencies, optional_dependencies;
  bool is_clear = true;  // false: it holds what this does not understand

  const YarnMember* member(std::string_view key) const;
  std::string_view version() const;
  bool has(std::string_view selector) const;
};

// Fails with syntax for a line that is no header, member or member of a list, with unsupported_format for a lockfile
// of yarn 2 and newer, and with too_many.
Result<std::vector<YarnBlock>> yarn_blocks(const TextLines& lines, const Limits& limits);

// The word as yarn writes it: quoted where it must be.
std::string yarn_word(std::string_view text);

}  // namespace cordon::change
