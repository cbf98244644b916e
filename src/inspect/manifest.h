// package.json of a package as its archive has it: what a client obeys of it, and what the package says of itself.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::inspect {

struct Script {
  std::string name, text;
  std::uint32_t line = 0;
};

struct PackageManifest {
  std::string name, version, main, repository, homepage;
  std::vector<Script> scripts;  // all, in order of the file
  std::map<std::string, std::string, std::less<>> dependencies, optional_dependencies, bin;
  std::vector<std::string> keywords;
  std::optional<bool> gypfile;
  std::vector<std::string> entries;         // files that main, bin, module, exports and browser name, as written
  std::vector<std::string> exported;        // files that "exports" names, as written
  std::vector<std::string> imported_names;  // what "imports" and "browser" put in the place of modules
  std::vector<std::string> duplicate_keys;  // two readers may see two packages
};

// Of two equal keys the last counts, as for npm. Fails with what json::parse fails with, and with wrong_type where the
// text is no object.
Result<PackageManifest> read_package_manifest(std::string_view text, const Limits& limits = {});

// Whether npm runs a script of this name when the package is installed from a registry.
bool is_install_event(std::string_view script);

// The text of a script of the name; empty where there is none.
std::string_view script_of(const PackageManifest& manifest, std::string_view name);

// "bin" as npm normalises it: a text is one command of the package's own name without its scope; names lose their
// folders, paths their leading "./" and "/".
std::map<std::string, std::string, std::less<>> normal_bin(std::string_view package,
                                                           const std::map<std::string, std::string, std::less<>>& bin);

}  // namespace cordon::inspect
