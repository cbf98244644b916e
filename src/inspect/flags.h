// What the code and commands of a package do, each with the place that says so.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inspect/code_facts.h"
#include "inspect/flag_kind.h"

namespace cordon::inspect {

struct FlagPlace {
  std::string path;          // in the package
  std::uint32_t line = 0;    // 1-based; 0: of the file as a whole
  std::uint32_t column = 0;  // 1-based, in bytes; 0: unknown
  std::string excerpt;       // short, hidden characters made visible
  bool operator==(const FlagPlace&) const = default;
};

struct Flag {
  FlagKind kind = FlagKind::network;
  RunHow how = RunHow::none;
  HostClass host = HostClass::none;
  std::string detail;  // made visible
  FlagPlace place;
  bool at_install = false;       // the code runs when the package is installed
  bool by_gyp = false;           // a command in a file of gyp's leads there
  std::vector<std::string> why;  // from the command to the file
};

// The place of an offset of a text.
FlagPlace place_of(std::string_view path, std::string_view text, std::uint32_t offset);

// Flags of a file's code, of commands in a script of a shell, and of one command.
std::vector<Flag> flags_of_code(std::string_view path, std::string_view text, const CodeFacts& facts);
std::vector<Flag> flags_of_command(std::string_view path, std::uint32_t line, std::string_view text,
                                   const OwnHosts& own);

}  // namespace cordon::inspect
