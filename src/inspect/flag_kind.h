// What code or a command does, as far as its words say.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::inspect {

enum class FlagKind : std::uint8_t {
  network,            // opens a connection
  process,            // starts a program
  shell_download,     // a command fetches something: curl, certutil, powershell -enc
  download_and_run,   // what was fetched is run, made executable or evaluated; `how` says which
  detached_process,   // a program outlives the installation
  second_runtime,     // fetches bun, deno, python or node
  eval_of_decoded,    // a text that was decoded becomes code
  encoded_payload,    // a literal hides the name of a module, an address or a command
  computed_module,    // a module whose name is put together when the code runs
  obfuscated,         // names or escapes that only tools write
  invisible_text,     // 64 characters or more in one literal that nobody sees
  hidden_by_blanks,   // code behind 200 blanks of its line
  self_deletion,      // removes the file that it is
  manifest_write,     // writes, moves or removes a package.json
  secret_path,        // names a file or address of credentials
  token_read,         // names what lets its owner publish
  bulk_environment,   // all of process.env, not one variable
  secrets_sent,       // what these hold, encoded, in a request
  outside_write,      // writes what editors, agents, shells or the system run by themselves
  git_hook_write,     // writes a hook of git
  project_overwrite,  // writes over, moves or removes what it found by listing the project that installs it
  mining,             // speaks to a pool of miners, or names one of their programs
  publish,            // puts a release into a registry
  wallet_override,    // replaces what a page sends money or requests through
  address_list,       // patterns and literals of several kinds of money's addresses
  checks_digest,      // compares bytes with a digest: speaks for the code
};
inline constexpr std::size_t kFlagKinds = 26;

// How something that was fetched gets to run.
enum class RunHow : std::uint8_t {
  none,
  permitted,  // made executable
  started,    // as a program, by the path it was written to
  shell,      // one command fetches and runs
  evaluated,  // as code, without a file
};

// Whose host an address names. Ascending: of several the last counts.
enum class HostClass : std::uint8_t {
  none,      // no address is there to read
  local,     // this machine or its network
  registry,  // of packages
  own,       // the package's repository's owner, or the domain of its homepage
  other,
  address,  // a bare public IP address
};

std::string_view to_string(FlagKind kind);
std::string_view to_string(RunHow how);
std::string_view to_string(HostClass host);

}  // namespace cordon::inspect
