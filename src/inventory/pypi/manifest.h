// What a project asks for, as pyproject.toml (PEP 621, PEP 735, Poetry, PDM, uv) or Pipfile says it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "inventory/pypi/lock_builder.h"
#include "inventory/reader.h"

namespace cordon::inventory::pypi {

struct ManifestDependency {
  std::string name;   // normalised
  std::string range;  // "^1.0", ">=1,<2", "@ git+https://..."; empty or "*" for any version
  model::EdgeKind kind = model::EdgeKind::runtime;
  bool builds = false;  // needed to build the project only: no lockfile holds it
  bool has_extras = false;
  bool has_marker = false;
  std::uint32_t line = 0;
};

struct Manifest {
  std::string name, version;  // empty where it does not say
  std::uint32_t line = 1;     // of the name
  std::vector<ManifestDependency> dependencies;
  bool is_dynamic = false;      // some dependencies are computed when the project is built
  std::vector<Error> problems;  // parts that mean nothing, each with its line
};

// Fail as toml::parse does.
Result<Manifest> parse_pyproject(std::string text, const Limits& limits);
Result<Manifest> parse_pipfile(std::string text, const Limits& limits);

// A dependency as Poetry and pipenv write them: a version, or a table with version, git, path, url. Nothing for a value
// of another kind.
std::optional<ManifestDependency> parse_tool_dependency(std::string_view name, Value value, std::uint32_t line);

// The manifest of this name beside the lockfile; nothing where there is none. What cannot be read is said.
std::optional<Manifest> manifest_beside(std::string_view name, LockBuilder& builder);

// The project as a root that declares what the manifest lists; the place of what it declares is the manifest's.
NodeRef add_project(const Manifest& manifest, std::string_view file_name, LockBuilder& builder);
// The same, asking for all of it; what only builds the project is not in lockfiles.
NodeRef ask_for_project(const Manifest& manifest, std::string_view file_name, LockBuilder& builder);

}  // namespace cordon::inventory::pypi
