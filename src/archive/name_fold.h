// Names as file systems compare them that take "README" and "readme" for one (Windows, macOS), and the two ways to
// write an accented letter (macOS).
#pragma once

#include <string>
#include <string_view>

namespace cordon::archive {

// Equal for names that such a system could take for one file: full case folding of Unicode 14 between canonical
// decompositions. Several accents of one letter count in any order. Not folded: compatibility ideographs, and bytes
// that are no UTF-8.
std::string fold_name(std::string_view name);

}  // namespace cordon::archive
