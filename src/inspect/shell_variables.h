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

  // "A=b", with what b names put in; the last counts. False where it is not kept: there are limits to their number and
  // their bytes.
  bool assign(std::string_view word);
  // The command with the values of "$A", "${A}" and "${A:-b}" in its words; what is not known stays as it is written.
  // A word that is nothing but a variable, and stands in no quotation marks, becomes as many words as its value has.
  ShellCommand expanded(const ShellCommand& command) const;

 private:
  std::string expanded(std::string_view word) const;

  std::map<std::string, std::string, std::less<>> values_;
  std::size_t kept_ = 0;      // bytes of all values
  mutable std::size_t left_;  // bytes that values may still become in all
};

}  // namespace cordon::inspect
