// The lockfile that a package brings along: npm installs by it, and fetches from the addresses in it, whatever registry
// it is told of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::gate {

inline constexpr std::string_view kShrinkwrap = "npm-shrinkwrap.json";
inline constexpr std::string_view kLockfile = "package-lock.json";

struct LockedPackages {
  std::string file;  // which of the two npm goes by; empty: neither
  // Of archives and repositories that npm does not ask of the registry that it is told, each once, archives first, of
  // each at most 100: all but those at the public registry by its own name. Where it is more than is read here, or no
  // JSON as this reads it, a word that is no address: npm reads more.
  std::vector<std::string> addresses;
};

// By the contents of the two: npm takes the first, and where it is not there, or empty, the second.
LockedPackages locked_packages(std::string_view shrinkwrap, std::string_view lockfile);

// Whether it is fetched by git, from wherever it says.
bool is_repository(std::string_view address);

}  // namespace cordon::gate
