// The rules and places that ship: rules/behaviour, compiled into the program.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "detection/places.h"
#include "rules/rule.h"

namespace cordon::detection {

struct RuleText {
  std::string_view file;  // "downloader.yaml"
  std::string_view text;
};

// rules/behaviour/*.yaml as they stand in the source, in order of their names; places.yaml is not among them.
std::span<const RuleText> builtin_rule_texts();
std::string_view builtin_places_text();

// The same, read. They fail only when this program was built wrongly; a test reads them.
Result<std::vector<rules::Rule>> builtin_rules();
Result<Places> builtin_places();

}  // namespace cordon::detection
