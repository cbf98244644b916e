// What changed between two texts, as people read it: the lines of a unified diff.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::app {

// Hunks with up to three lines around each change: "@@ -1,4 +1,5 @@", " same", "-gone", "+come". Line ends are left
// out. Texts that have little in common become one hunk that replaces all between their common beginning and end.
std::vector<std::string> line_diff(std::string_view before, std::string_view after);

}  // namespace cordon::app
