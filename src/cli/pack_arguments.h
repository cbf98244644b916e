// What all commands take, and what those about incident packs do: `intel pack ...` and `intel add`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cordon::cli {

struct CommonArguments {
  std::string config;          // --config; empty: look for cordon.yaml
  bool quiet = false;          // --quiet: no progress
  std::string color = "auto";  // --color auto|always|never
};

enum class PackVerb : std::uint8_t { create, keygen, sign, verify, lint, add, list, remove };

struct PackArguments {
  CommonArguments common;
  std::optional<PackVerb> verb;    // absent: another command
  std::string file;                // sign, verify, add
  std::vector<std::string> files;  // lint
  std::string id;                  // new, remove
  std::string output;              // new, sign; empty: named after the id, or after FILE
  std::string signature;           // verify, add; empty: FILE.minisig
  std::vector<std::string> keys;   // verify, add: files of public keys or the keys themselves
  std::string secret_key;          // sign: --key; keygen: --secret
  std::string public_key;          // keygen: --public
  std::string comment;             // sign
  std::string password_file;       // keygen, sign
  bool no_password = false;        // keygen
  bool unsigned_too = false;       // add
  bool allow_older = false;        // add
  bool allow_fewer = false;        // add
  std::string format = "text";     // lint, list
};

}  // namespace cordon::cli
