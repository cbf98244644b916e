// The lockfile that a package brings along (npm-shrinkwrap.json): npm installs by it, and fetches from the addresses in
// it, whatever registry it is told of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::gate {

inline constexpr std::string_view kShrinkwrap = "npm-shrinkwrap.json";

// Addresses of archives and repositories that it names, each once, sorted, at most 1,000. Nothing where it is no JSON:
// npm does without it then.
std::vector<std::string> addresses_of_shrinkwrap(std::string_view text);

}  // namespace cordon::gate
