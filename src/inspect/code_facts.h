// What one file of JavaScript does, by its tokens: which calls it makes with what, as far as names, literals and the
// assignments between them say. No tree and no execution: a value that is put together at run time is a hole, and what
// cannot be followed is not guessed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/flag_kind.h"
#include "inspect/hosts.h"

namespace cordon::inspect {

struct CodeFlag {
  FlagKind kind = FlagKind::network;
  RunHow how = RunHow::none;
  HostClass host = HostClass::none;  // of what is fetched or asked
  std::uint32_t offset = 0;          // of the token that says so
  std::string detail;                // the path, command, host or name
};

struct CodeCounts {
  std::uint32_t names = 0, hex_names = 0;            // identifiers; those of the form _0x1a2b
  std::uint64_t string_bytes = 0, escape_bytes = 0;  // of literals; those of \x and \u escapes
};

// What the code starts, as far as its texts say: what only the running code knows is kHole in them. For whoever follows
// it further.
struct CodeStarts {
  std::vector<std::string> commands;  // command lines
  std::vector<std::string> code;      // JavaScript that it evaluates
  std::vector<std::string> files;  // modules that it loads, programs of JavaScript that it starts, code that it reads
};

struct CodeFacts {
  std::vector<CodeFlag> flags;     // in order of the text; of one kind at most kMostSameFlags
  std::vector<std::string> hosts;  // that its addresses name, sorted, none twice
  CodeCounts counts;
  CodeStarts starts;
  bool is_complete = true;  // false: deeper or longer than the limits; `limit` says which
  std::string_view limit;   // too_large, too_many tokens, too_deep: what encloses the innermost is not in here
};

struct CodeLimits {
  std::uint32_t bytes = 4u << 20;
  std::uint32_t tokens = 1'500'000;
  std::size_t named_bytes = 4u << 20;  // of texts of more than 64 bytes that names stand for, at each use of the name
  std::uint32_t depth = 2'000;  // of brackets, open assignments and statements in each other: the innermost are kept
};

inline constexpr std::size_t kMostSameFlags = 4;
// Of what code starts, of each kind; behind them it counts as not read.
inline constexpr std::size_t kMostStarts = 2'000, kMostStartBytes = 4u << 20;

// Linear in the text. Never fails.
CodeFacts read_code(std::string_view code, const OwnHosts& own, const CodeLimits& limits = {});

}  // namespace cordon::inspect
