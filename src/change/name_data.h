// The lists of rules/names, embedded as they are.
#pragma once

#include <string_view>

namespace cordon::change {

std::string_view npm_names();    // rules/names/npm.txt
std::string_view confusables();  // rules/names/confusables.txt

}  // namespace cordon::change
