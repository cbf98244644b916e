// One dependency as Python's tools write it: PEP 508 ("Dependency specifiers"), with the parentheses that METADATA
// files of before PEP 440 have around versions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::inventory::pypi {

struct Requirement {
  std::string name;                 // normalised
  std::vector<std::string> extras;  // normalised
  std::string specifiers;           // ">=1.0,<2", as written; empty for any version
  std::string url;                  // behind "@"; then there are no specifiers
  std::string marker;               // behind ";", as written

  // The version that "==" or "===" leaves alone, as written; empty where none does.
  std::string exact_version() const;
  // What is asked for, in one text: the specifiers, or "@ address".
  std::string specification() const;
};

// Fails with syntax. Specifiers that PEP 440 does not know fail, too, unless one of them is "==": versions of before
// PEP 440 are still to be found in old lockfiles.
Result<Requirement> parse_requirement(std::string_view text);

// The one version of a list of specifiers, as Requirement::exact_version.
std::string exact_version(std::string_view specifiers);

}  // namespace cordon::inventory::pypi
