// A word as a shell's command has it.
#pragma once

#include <string>
#include <string_view>

namespace cordon::inspect {

// The word, in quotation marks where a shell would take it apart or put something into it.
inline std::string shell_quoted(std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\r\n;|&<>()\"'$`\\*?[#~") == std::string_view::npos)
    return std::string(word);
  std::string out("'");
  for (const char c : word) {
    if (c == '\'') out += "'\\'";
    out += c;
  }
  return out + "'";
}

}  // namespace cordon::inspect
