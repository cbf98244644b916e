// Names of Python projects: PEP 503 ("Normalized Names") and PEP 508 ("Names").
#pragma once

#include <string>
#include <string_view>

namespace cordon::inventory::pypi {

// Lower case, and one hyphen for each run of '-', '_' and '.': names that are equal so are one project.
std::string normal_name(std::string_view name);

// Letters, digits, '-', '_' and '.', the first and the last a letter or digit (ASCII only).
bool is_name(std::string_view name);

}  // namespace cordon::inventory::pypi
