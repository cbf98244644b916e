// Override rules of package.json (npm, yarn, pnpm, bun): what they replace, and by what.
#pragma once

#include <string>
#include <string_view>

#include "checks/project.h"

namespace cordon::checks {

// What an override's pattern replaces. The last name of a path counts: "parent > name" (npm), "parent>name@range"
// (pnpm), "**/parent/name" and "parent@npm:1/name" (yarn), "name@range", "name".
struct Replaced {
  std::string name, range;  // no range: every version
};
Replaced replaced(std::string_view pattern);

// Whether any rule of the lockfile's project replaces the package of this name.
bool overridden(const model::Inventory& lock, std::string_view name);

enum class Replacement : std::uint8_t {
  release,  // releases of `name` that are in `range`
  other,    // code from another place, or nothing: no release of any registry's package
  unknown,  // what it is, is not said here: a tag, a catalog, a patch, an address
};

struct ReplacedBy {
  Replacement kind = Replacement::unknown;
  std::string name, range;
};
// What the rule puts in the place of `what`. npm's "$name" is what the project itself asks for under that name.
ReplacedBy replaced_by(const Project& project, const model::Override& rule, const Replaced& what);

}  // namespace cordon::checks
