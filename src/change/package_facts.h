// What the files of a release say that matters when it comes with a change: what runs when it is installed, and which
// packages its code asks for.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::change {

struct PackageScript {
  std::string event;  // preinstall, install, postinstall
  std::string text;   // as written; of an implicit one what the client runs
  bool is_implicit = false;
};

struct PackageFacts {
  std::string name, version;                        // by its manifest
  std::vector<PackageScript> scripts;               // what clients run when it is installed from a registry
  std::set<std::string, std::less<>> dependencies;  // names that the manifest asks for at run time
  std::set<std::string, std::less<>> named;         // packages that a text literal of its code names
  std::uint32_t code_files = 0;                     // that were read
  bool is_partial = false;                          // something of it could not be read: what is not named may be
  bool is_installed = false;                        // of an installed folder: what ran may have rewritten it
};

// What the files of a release say; null where none are at hand. What it points to stays as long as the lookup.
using PackageLookup = std::function<const PackageFacts*(const model::Component&)>;

struct PackageLimits {
  std::uint32_t files = 20'000;
  std::uint64_t file_bytes = 32u << 20;
  std::uint64_t bytes = 256u << 20;  // of all that is read
  std::uint32_t depth = 32;          // of folders
};

// Reads the folder `directory` of a tree, which is the unpacked archive or the installed package; packages nested in
// its node_modules are others'. Fails with what reading package.json fails with, and with syntax where that is none.
Result<PackageFacts> read_package(const FileTree& tree, std::string_view directory, const PackageLimits& limits = {});

// Adds the packages that the code, or a text in JSON, names: every literal that could be a module's name gives that of
// its package: "@scope/a/b.js" names @scope/a. Comments name nothing. More is named than is imported, never less but
// for names that are put together when the code runs. Linear.
void add_named(std::string_view code, std::set<std::string, std::less<>>& out);

}  // namespace cordon::change
