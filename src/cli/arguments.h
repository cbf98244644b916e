// The command line, parsed. The one file that knows CLI11 is arguments.cpp; help, completions and the reference are
// made by walking its tree.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/case_arguments.h"
#include "cli/fix_arguments.h"
#include "cli/gate_arguments.h"
#include "cli/init_arguments.h"
#include "cli/observe_arguments.h"
#include "cli/pack_arguments.h"
#include "cli/pin_arguments.h"
#include "cli/policy_arguments.h"
#include "cli/scripts_arguments.h"

namespace cordon::cli {

// What is known, and from where on it counts.
struct JudgeArguments {
  CommonArguments common;
  std::string fail_on;  // empty: settings, else high
  bool packs_only = false;
  bool no_knowledge = false;
  std::vector<std::string> packs;  // --pack FILE
  std::string index;               // --index FILE; empty: the one at its usual place, if there is one
  std::optional<std::uint32_t> max_age_days;
  std::vector<std::string> archives;  // --archives FOLDER
  bool online = false;
  std::uint32_t online_seconds = 120;  // --online-timeout
  std::uint32_t jobs = 0;              // 0: as many as there are processors, at most 8
};

struct ScanArguments : JudgeArguments {
  std::vector<std::string> paths;  // default "."
  std::string format = "text";
  std::vector<std::string> outputs;    // FORMAT=FILE
  std::optional<std::string> explain;  // --explain FINDING: an id or its beginning
  std::string repro;                   // --repro FILE
  bool compares = false;               // --against was given
  std::string against;                 // its value: a revision, file or folder, or "auto"
  bool remember = false, since_last = false;
  std::string memory;   // --memory FILE; empty: in the user's state folder
  std::string ratchet;  // --ratchet FILE
  bool init_ratchet = false, frozen = false;
};

struct DiffLockArguments : JudgeArguments {
  std::string before, after;
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
};

// Of commands that read and judge nothing.
struct LibraryArguments {
  std::string index;  // --index FILE; empty: the one at its usual place, if there is one
  bool no_libraries = false;
};

struct InventoryArguments {
  CommonArguments common;
  LibraryArguments libraries;
  std::vector<std::string> paths;
  std::string format = "text";
  std::vector<std::string> outputs;
};

struct DoctorArguments {
  CommonArguments common;
  std::string format = "text";
  std::vector<std::string> packs;
  std::string index;  // --index FILE; empty: the one at its usual place, if there is one
};

enum class IntelVerb : std::uint8_t { build, update, verify, explain };

struct IntelArguments {
  CommonArguments common;
  IntelVerb verb = IntelVerb::build;
  std::vector<std::string> sources;  // build
  std::string index;                 // --output of build, INDEX of verify, --index; empty: where scan looks for it
  std::string record, purl;          // explain
  std::string source_list, ca_file, proxy;  // update; empty: the settings', else the built-in list and the system's
  std::vector<std::string> only;            // update: ids of sources
  bool full = false, offline = false, no_wait = false;  // update
  std::uint32_t timeout_seconds = 30, tries = 4;        // update
  std::string notify, memory;                           // update
  std::string format = "text";                          // update, explain
  std::uint32_t jobs = 0;                               // 0: as many as there are processors, at most 8
};

enum class SbomVerb : std::uint8_t { create, diff, query, check };

struct SbomArguments {
  CommonArguments common;
  LibraryArguments libraries;
  SbomVerb verb = SbomVerb::create;
  std::vector<std::string> paths;          // create (default "."), query, check
  std::string document = "cyclonedx-1.6";  // create: --format
  std::string output;                      // create: --output FILE; empty: standard output
  std::string name, release;               // create: what the document is about
  std::string author;                      // create: who answers for it
  std::string timestamp;                   // create: "now", or RFC 3339; empty: SOURCE_DATE_EPOCH, else none
  std::string before, after;               // diff
  std::string query;                       // query
  std::string format = "text";             // diff, query, check
  std::vector<std::string> outputs;        // diff, query, check: FORMAT=FILE
};

struct CompletionArguments {
  std::string shell;  // bash, zsh, fish
};

struct ReferenceArguments {};  // hidden: writes docs/reference/cli.md

// What to do, or what to print and the code to end with (--help, --version, usage errors).
struct Printed {
  std::string out, error;
  int exit_code = 0;
};

using Invocation = std::variant<Printed, ScanArguments, DiffLockArguments, InventoryArguments, DoctorArguments,
                                IntelArguments, PackArguments, SbomArguments, HuntArguments, FixArguments, PinArguments,
                                ScriptsArguments, InitArguments, TrafficArguments, WatchArguments, EventsArguments,
                                CaseArguments, PolicyArguments, GateArguments, CompletionArguments, ReferenceArguments>;

Invocation parse_arguments(int count, char** arguments);

// A completion script for the shell, made from the same tree; empty for an unknown shell.
std::string completion_script(const std::string& shell);

// The command reference as markdown.
std::string command_reference();

}  // namespace cordon::cli
