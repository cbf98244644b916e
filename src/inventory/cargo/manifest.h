// Cargo.toml: what a package is called, what it asks for, and the workspace that it begins.
//
// Format: doc.rust-lang.org/cargo, "The Manifest Format", "Specifying Dependencies", "Workspaces", "Overriding
// Dependencies".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::inventory::cargo {

struct ManifestDependency {
  std::string key;      // the name that the code uses
  std::string name;     // the package's own: `package`, else the key
  std::string version;  // requirement, as written; empty when there is none
  std::string path, git, registry;
  std::string git_reference;  // "branch=x", "tag=x" or "rev=x"
  model::EdgeKind kind = model::EdgeKind::runtime;
  bool inherited = false;  // `workspace = true`: the workspace's own table says the rest
  std::uint32_t line = 0;

  // What is asked for, in one text: "1.0", "path+../a", "git+https://git.example.test/a?branch=b"; for a renamed one
  // with the real name in front, "real@1.0"; "workspace" while it is inherited.
  std::string specification() const;
};

// An entry of [patch] or [replace].
struct ManifestPatch {
  std::string pattern;      // "name" or, of [replace], "name:1.0.0"
  std::string replacement;  // as ManifestDependency::specification
  std::uint32_t line = 0;
};

struct MemberPattern {
  std::string text;
  std::uint32_t line = 0;
};

struct Manifest {
  bool has_package = false;
  std::string name, version;
  bool version_inherited = false;
  std::uint32_t line = 1;  // of the name
  // By table: dependencies (which may be optional), build-dependencies, dev-dependencies, then those of each target.
  std::vector<ManifestDependency> dependencies;
  bool is_workspace = false;
  std::vector<MemberPattern> members, excluded;
  std::string workspace_version;
  std::vector<ManifestDependency> workspace_dependencies;
  std::vector<ManifestPatch> patches;
  std::vector<Error> problems;  // parts that mean nothing, each with its line

  // Takes what is inherited from the workspace that this package belongs to. What that does not have stays inherited.
  void inherit(const Manifest& workspace);
};

// Fails as toml::parse does, and with missing_field for a text that has neither a package nor a workspace.
Result<Manifest> parse_manifest(std::string text, const Limits& limits);

}  // namespace cordon::inventory::cargo
