// A command line as a shell splits it: simple commands, their words, and how one follows another. POSIX.1-2024, 2.10,
// as far as it decides what runs; cmd.exe and PowerShell are read the same way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::inspect {

// Stands in a text for what only the running code knows.
inline constexpr char kHole = '\x01';

struct ShellCommand {
  std::vector<std::string> words;   // quotation marks resolved; the first is the program
  std::vector<std::string> into;    // files that its output goes to: "> x", ">> x"
  std::vector<std::string> from;    // files that it reads: "< x"
  std::vector<std::string> given;   // texts that it reads: "<<< x", "<<END"
  std::vector<std::string> put_in;  // those of which the shell itself runs what stands in $(…)
  std::vector<bool> quoted;         // of each word: whether quotation marks stood in it
  std::uint32_t depth = 0;          // of groups that it stands in: (…), {…}, if … fi
  std::uint32_t level = 0;          // of substitutions that it stands in
  std::uint32_t group = 0;          // number of the innermost group that a pipe leads into; 0: none
  bool piped = false;               // reads what the command before prints
  bool reads_group = false;         // and that is a group, whose commands stand deeper before this one
  bool substituted = false;         // stands in $(…), `…` or <(…); the command around it follows behind
  bool feeds = false;               // prints into one that stands in >(…)
  bool background = false;          // "&" follows
};

inline constexpr std::size_t kMostShellBytes = 64u << 10;

struct ShellLimits {
  std::size_t bytes = kMostShellBytes, commands = 256;
  std::size_t nested = 16;  // commands in commands
};
// Of a file, or of what a manifest runs: scripts of some length are ordinary there.
inline constexpr ShellLimits kScriptLimits{2u << 20, 131'072, 512};

// In order of the text. `complete` becomes false where text behind the limits was not read. It stays true after a
// quotation mark that nothing closes: what stands behind it is read once more, without it. Linear.
std::vector<ShellCommand> split_shell(std::string_view text, bool& complete, const ShellLimits& limits = {});

bool is_assignment(std::string_view word);

// The program of a word, without its folder, ending and version, in lower case: "curl" of "/usr/bin/curl", "node" of
// "node@20".
std::string program_of(std::string_view word);

// The words from the program on: what only starts it, and assignments before it, are left out.
std::vector<std::string_view> started_by(const ShellCommand& command);

// The word as a shell reads it back: in quotation marks where it needs them.
std::string as_word(std::string_view word);

// The text of "data:text/javascript,…" and "data:text/javascript;base64,…".
std::string text_of_data(std::string_view address);

// Whether a word is a program that fetches, interprets or serves packages.
bool is_known_program(std::string_view word);

// The files that the options of a downloader name, "a" of "curl -fsSLo a", and with `addressed` those that addresses
// name, "a" of "wget https://x/a".
std::vector<std::string> outputs_of(const std::vector<std::string_view>& words, std::string_view program,
                                    bool addressed);

}  // namespace cordon::inspect
