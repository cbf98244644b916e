// Where a path lies: relative to a package and its project, and among the places that rules speak of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/pattern.h"

namespace cordon::detection {

// A path without "//", "/./" and "/../", as far as its text says. `directory`: what a relative one starts from.
std::string plain_path(std::string_view path, std::string_view directory = {});

// Whether the path is the folder or lies in it. No folder holds nothing.
bool lies_in(std::string_view path, std::string_view folder);

// How much a path proves: 2 for settings of a home ("/home/somebody/.ssh/id_rsa"), 1 for what lies deeper in one, 0 for
// the rest. Whoever wants to hide what he read reads many files of the same name elsewhere.
unsigned evidence_weight(std::string_view path);

// A list of patterns with one name.
struct NamedPlace {
  std::string kind;
  std::vector<rules::Pattern> paths;
  std::vector<rules::Pattern> exceptions;
  bool is_ordinary = false;          // often touched by honest scripts: alone it is no fact of its kind
  std::vector<std::string> read_by;  // programs for which reading it is ordinary; "client": a package client
};

// The folders that a path is held against.
struct PackageFolders {
  std::string package;  // the package's own; empty: not known
  std::string project;
};

class Places {
 public:
  // Reads rules/behaviour/places.yaml. Fails with line and column: syntax, wrong_type, unknown_key (with a suggestion),
  // missing_field, unsupported_version.
  static Result<Places> read(const std::string& text);

  // The secret that the path holds, or the place from which something starts later; nothing when it holds none. Files
  // that packages brought themselves (below node_modules) are none.
  const NamedPlace* secret(std::string_view path) const;
  const NamedPlace* startup(std::string_view path) const;

  // "package", "modules" (of any package), "git" (the project's .git), "project", "cache", "temp", "home", "system",
  // "device" (/dev, /proc, /sys), "other". The first that fits.
  std::string_view place_of(std::string_view path, const PackageFolders& folders) const;

 private:
  std::vector<NamedPlace> secrets_, startup_, caches_;
};

}  // namespace cordon::detection
