// package.json as the clients of the npm family read it: what is declared, forced, bundled and run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/limits.h"
#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::inventory::npm {

struct ManifestDependency {
  model::EdgeKind kind = model::EdgeKind::runtime;
  std::string name;   // as declared: an alias keeps its alias
  std::string range;  // as written; npm::parse_specifier tells what it is
  std::uint32_t line = 0;
};

// Which field of the package.json an override stands in; each belongs to other clients.
enum class OverrideField : std::uint8_t {
  overrides,       // npm, bun
  resolutions,     // yarn, bun, pnpm
  pnpm_overrides,  // "pnpm": {"overrides": ...}
};

struct ManifestOverride {
  OverrideField field = OverrideField::overrides;
  std::string pattern;      // as written; the levels of nested npm rules joined by " > "
  std::string replacement;  // as written: a range, an alias, "$name"
  std::uint32_t line = 0;
};

struct ManifestScript {
  std::string name;
  std::string text;
  std::uint32_t line = 0;
};

// A part that is not what the clients expect there, and what could therefore not be read.
struct ManifestProblem {
  ErrorCode code = ErrorCode::wrong_type;
  std::string field;  // "dependencies", "dependencies.left-pad", ...
  std::uint32_t line = 0;
};

struct Manifest {
  std::string name;  // empty when there is none
  std::string version;
  std::uint32_t name_line = 0;
  bool is_private = false;
  // In the order runtime, development, optional, peer; inside a list in that of the file. A name in
  // optionalDependencies is not repeated from dependencies (npm: optional wins); a name in several other lists stands
  // in each. Peers that peerDependenciesMeta marks optional are peer_optional.
  std::vector<ManifestDependency> dependencies;
  std::vector<std::string> bundled;  // bundleDependencies, or its old spelling bundledDependencies
  bool bundles_all = false;          // "bundleDependencies": true
  std::vector<ManifestOverride> overrides;
  std::vector<std::string> workspaces;  // globs, as written; a leading "!" excludes
  std::vector<ManifestScript> scripts;  // all of them
  std::string package_manager;          // "pnpm@9.1.0+sha512.…", as written
  // Packages, "name" or "name@version", that yarn 2 and newer builds though enableScripts is off
  // (dependenciesMeta: {"name": {"built": true}}).
  std::vector<std::string> built;
  std::vector<Duplicate> duplicates;  // keys that stand twice: the last one counts, as in npm
  std::vector<ManifestProblem> problems;

  // Whether anything must be resolved to install it.
  bool declares_dependencies() const { return !dependencies.empty(); }
};

// Reads a package.json by npm's documentation of it. Parts of the wrong type become Manifest::problems, the rest is
// read. Fails as json::parse does, and with wrong_type when the text is no object.
Result<Manifest> parse_manifest(std::string text, const Limits& limits = {});

// Whether npm runs this script when it installs the package as a dependency from a registry.
bool runs_as_dependency(std::string_view script_name);

// Whether npm runs this script when it installs the project itself, or a package from git or a folder: those above,
// and the preparing ones.
bool runs_as_project(std::string_view script_name);

}  // namespace cordon::inventory::npm
