// A file that changes, line by line, as text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/palette.h"

namespace cordon::cli {

// The name of the file, the lines of its unified diff (the first 400; the rest is counted), and where its old content
// stands. Nothing hidden in it is left so.
void diff_block(std::string& out, const Palette& palette, const std::string& path, const std::vector<std::string>& diff,
                const std::optional<std::string>& backup);

}  // namespace cordon::cli
