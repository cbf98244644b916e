// What became known of packages that were remembered, for people.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/model.h"

namespace cordon::cli {

// One line: what changed, of which package, in which project, and what it is.
std::string notice_line(const model::Notice& notice, const Style& style);

// The answer first, then a line each; what is hidden in text is made visible.
std::string since_last_text(const model::SinceLast& since, const Style& style);

}  // namespace cordon::cli
