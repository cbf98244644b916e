// What variables of a shell stand for, as far as the text that uses them says it. Of this module alone.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "inspect/shell.h"

namespace cordon::inspect {

// What $npm_execpath stands for here: a path that no package has.
inline constexpr std::string_view kNpmProgram = "/npm";

class ShellVariables {
 public:
  // What npm gives every script: the folder it runs in is the package's.
  ShellVariables();

  // "A=b", with what b names put in. At most kMostVariables; the last counts.
  void assign(std::string_view word);
  // The command with the values of "$A", "${A}" and "${A:-b}" in its words; what is not known stays as it is written.
  // A word that is nothing but a variable becomes as many words as its value has.
  ShellCommand expanded(const ShellCommand& command) const;

 private:
  std::string expanded(std::string_view word) const;

  std::map<std::string, std::string, std::less<>> values_;
  mutable std::size_t left_;  // bytes that values may still become in all
};

}  // namespace cordon::inspect
