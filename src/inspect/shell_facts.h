// What a command line does, by its words: what it fetches, what it runs, what it writes, and what of the package it
// starts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inspect/flag_kind.h"
#include "inspect/package_files.h"
#include "inspect/shell.h"

namespace cordon::inspect {

struct ShellFact {
  FlagKind kind = FlagKind::process;
  RunHow how = RunHow::none;
  std::string detail;  // the command or the path that says so
};

struct StartedFile {
  std::string name;  // "install.js", "./x.sh"; as written
  Starter by = Starter::itself;
  std::string folder;                // that a command "cd" before it went to, as written; empty: none
  std::vector<std::string> or_else;  // words behind it: it may be the value of the option before it
};

struct ShellReading {
  std::vector<ShellFact> facts;
  std::vector<std::string> addresses;  // that it names
  std::vector<StartedFile> files;      // that it starts or has read as code
  std::vector<std::string> scripts;    // of package.json: npm run x; "build:*" stands for all that begin so
  std::vector<std::string> code;       // JavaScript in the command: node -e "…"
  std::vector<std::string> unread;     // code of another language in the command: python -c "…"
  std::vector<std::string> programs;   // of others: node-gyp, prebuild-install
  bool is_complete = true;             // all of it was read
};

// Commands in commands (sh -c "…") are read, too. Linear. `text` may hold kHole.
ShellReading read_shell(std::string_view text, const ShellLimits& limits = {});

// Whether a text of code may be a command line at all: it begins with a program that fetches or interprets.
bool may_be_command(std::string_view text);

}  // namespace cordon::inspect
