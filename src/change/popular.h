// How often a package is downloaded, as far as the lists that are part of the program say: the 245,000 npm names that
// were downloaded most in the month before 2026-03-01. A name that is not among them may be new, rare or private. Of
// ecosystems other than npm there is no list.
#pragma once

#include <optional>
#include <string_view>

#include "change/name_list.h"

namespace cordon::change {

// Ecosystems by the names that components have: "npm".
bool has_list(std::string_view ecosystem);

// Empty: not in the list, or there is no list. The name as the registry has it, with its scope: case counts. Searches
// the embedded list where it lies: under a microsecond, no allocation, nothing to build first.
std::optional<Magnitude> popularity(std::string_view ecosystem, std::string_view name);

// Whether a listed package has this npm scope, given with its "@".
bool is_listed_scope(std::string_view ecosystem, std::string_view scope);

}  // namespace cordon::change
