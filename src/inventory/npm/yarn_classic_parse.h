// The grammar of yarn.lock version 1: what yarn 1 writes, and bun with `--yarn`.
//
// A line is `key value`, or `key:` with an indented list below it; two spaces a level. Keys and values are bare words
// or JSON strings; a block's header is a list of keys with commas. Specification: the lockfile reader of yarn 1.22,
// which is more strict: this one also takes bare words that yarn would quote, and empty lines and comments between the
// lines of a block.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::npm {

struct ClassicDependency {
  std::string_view name, range;
  bool optional = false;  // stands in optionalDependencies
  std::uint32_t line = 0;
};

struct ClassicSelector {
  std::string_view text;  // "name@range", without quotes
  std::uint32_t line = 0;
  bool shadowed = false;  // a later selector is the same, and counts
};

struct ClassicBlock {
  std::uint32_t first_selector = 0, selector_count = 0;
  std::uint32_t first_dependency = 0, dependency_count = 0;
  std::uint32_t line = 0;
  std::string_view name;                          // only where it is not that of the selector
  std::string_view version, resolved, integrity;  // empty where there is none
};

// A part that is well-formed and yet not what yarn writes there.
struct ClassicProblem {
  ErrorCode code = ErrorCode::wrong_type;
  std::string_view key;
  std::uint32_t line = 0;
};

// All views lead into the text that was parsed, or into `decoded`.
struct ClassicLock {
  std::vector<ClassicBlock> blocks;
  std::vector<ClassicSelector> selectors;
  std::unordered_map<std::string_view, std::uint32_t> by_selector;  // index of the one that counts
  std::vector<ClassicDependency> dependencies;
  std::vector<ClassicProblem> problems;
  std::vector<Duplicate> duplicates;  // selectors of several blocks, fields that a block has twice: the last one counts
  std::deque<std::string> decoded;    // strings that had escapes

  std::span<const ClassicDependency> dependencies_of(const ClassicBlock& block) const {
    return std::span(dependencies).subspan(block.first_dependency, block.dependency_count);
  }
};

// Reads a whole file; one with nothing but comments has no blocks. The text must outlive the result. Fails with syntax
// (line and column), truncated when the text ends inside a quoted word, unsupported_version when a comment names a
// lockfile version above 1, invalid_utf8, unsupported_encoding, too_large, too_deep or too_many.
Result<ClassicLock> parse_yarn_classic(std::string_view text, const Limits& limits = {});

}  // namespace cordon::inventory::npm
