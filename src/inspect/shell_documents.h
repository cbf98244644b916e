// What a shell reads from the lines behind a command, the escapes of $'…', and texts for Windows. Of shell.cpp alone.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::inspect {

// "<<END" of a command: what it reads are the lines from the next one on.
struct HereDocument {
  std::size_t command = 0;  // its place among the commands
  std::string end;
  bool is_literal = false;    // nothing is put in: the word has quotation marks
  bool without_tabs = false;  // "<<-"
};

// What begins behind the arrows; `at` moves behind the word. Nothing where no word is.
std::optional<HereDocument> here_document(std::string_view text, std::size_t& at);

// The lines from `at` on, which moves behind the last. Nothing where it does not end.
std::optional<std::string> body_of(const HereDocument& document, std::string_view text, std::size_t& at);

// Whether a text begins as files for cmd.exe and PowerShell do. An apostrophe may be a letter there, and what escapes a
// quotation mark is another letter.
bool is_of_windows(std::string_view text);

// Whether a first word makes the line a comment there: "rem", "::".
bool begins_remark(std::string_view word);

// Whether a shell of Windows reads on through brackets behind this first word.
bool reads_brackets(std::string_view word);

// The letter that an escape of C stands for; `at` lies behind the backslash, and moves behind the escape.
char ansi_escape(std::string_view text, std::size_t& at);

}  // namespace cordon::inspect
