// What a TOML text may cost, counted before the library sees it: toml++ 3.3 recurses when it destroys deep tables,
// whose depth dotted keys buy at two bytes a level, and searches lists of tables linearly.
#pragma once

#include <string_view>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::toml {

struct Shape {
  bool ends_inside = false;  // the text ends inside a string or an open bracket
};

// One pass over the text, exact up to the first syntax error. Fails with too_deep (keys, headers and brackets
// together nest deeper than the limit) or too_many (values, table headers or dotted keys).
Result<Shape> measure(std::string_view text, const Limits& limits);

}  // namespace cordon::toml
