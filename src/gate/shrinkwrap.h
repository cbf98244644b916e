// The lockfile that a package brings along (npm-shrinkwrap.json): npm installs by it, and fetches from the addresses in
// it, whatever registry it is told of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::gate {

inline constexpr std::string_view kShrinkwrap = "npm-shrinkwrap.json";

// Addresses of archives and repositories in it that npm does not ask of the registry that it is told, each once,
// sorted, at most 100: all but those at the public registry by its own name. Nothing where it is no JSON, which npm
// does without; where it is more than is read here, a word that is no address.
std::vector<std::string> addresses_of_shrinkwrap(std::string_view text);

}  // namespace cordon::gate
