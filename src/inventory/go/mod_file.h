// The text of go.mod.
//
// Format: go.dev/ref/mod, "go.mod files"; the grammar is that of golang's x/mod/modfile: one directive a line, or a
// block "verb ( ... )", strings in quotes or backquotes, comments from "//" to the end of the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inventory::go {

// One directive: its verb, also where that stands before a block, and what follows it.
struct Directive {
  std::string verb;
  std::vector<std::string> words;  // without quotes; "=>", "[", "]" and "," are words of their own
  std::string comment;             // behind "//", without blanks around it
  std::uint32_t line = 0;
};

// Fails with syntax for what Go refuses to parse, truncated for a block or string that does not end, too_many, and as
// check_encoding and check_utf8 do. A byte-order mark is passed over.
Result<std::vector<Directive>> parse_directives(std::string_view text, const Limits& limits);

struct Requirement {
  std::string path, version;
  bool indirect = false;
  std::uint32_t line = 0;
};

struct Replacement {
  std::string path, version;          // version is empty where every version is replaced
  std::string new_path, new_version;  // a folder when new_version is empty
  std::uint32_t line = 0;
};

struct ModFile {
  std::string module, go, toolchain;
  std::uint32_t module_line = 1;
  std::vector<Requirement> requirements;
  std::vector<Replacement> replacements;
  std::vector<Error> problems;  // directives that mean nothing, each with its line

  // Whether it lists every module that gives packages to the build: since Go 1.17, which a go.mod without "go" is not.
  bool lists_indirect() const;
};

// exclude, retract, tool, ignore and godebug choose nothing and are only checked for their form. Fails as
// parse_directives does, and with missing_field without a module.
Result<ModFile> parse_mod_file(std::string_view text, const Limits& limits);

}  // namespace cordon::inventory::go
