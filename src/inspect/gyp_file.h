// Files of gyp (binding.gyp, *.gypi): what runs when node-gyp reads them and builds what they describe.
//
// gyp evaluates such a file as an expression of Python; it is meant to be a literal of dictionaries, lists, texts and
// numbers. What is no literal is evaluated all the same, so it is told as a command, too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inspect {

enum class GypCommandKind : std::uint8_t {
  expansion,  // "<!(command)", "<!@(command)", ">!(…)", "^!(…)": run while the build is configured
  action,     // "action" of actions, rules and postbuilds: run while it builds
  python,     // no literal: evaluated by Python while the file is read
};

struct GypCommand {
  GypCommandKind kind = GypCommandKind::expansion;
  std::string text;  // as gyp gets it: escapes resolved, the words of an action joined by blanks, in quotation
                     // marks where a shell would read them as something else
  std::uint32_t line = 0;
};

struct GypInclude {
  std::string path;  // as written, seen from the folder of the file
  std::uint32_t line = 0;
};

struct GypFile {
  std::vector<GypCommand> commands;  // in order of the file
  std::vector<GypInclude> includes;  // "includes", and other gyp files that "dependencies" name
  std::uint32_t sources = 0;         // entries of "sources"
  // What Python would refuse: then gyp stops, after nothing of the file was run. What is told was found all the same.
  std::vector<Error> problems;
};

// Reads the text. Linear in it. Fails with too_large, too_deep and too_many (more commands than limits.entries, or than
// kMostGypCommands). Specification: gyp's input format reference and input.py (early, late and latelate expansions).
inline constexpr std::uint32_t kMostGypCommands = 10'000;
Result<GypFile> parse_gyp(std::string_view text, const Limits& limits = {});

}  // namespace cordon::inspect
