// The way back, as text and JSON.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/fix_report.h"

namespace cordon::cli {

// The answer first; per lockfile what goes and what comes, on whose word, what cannot be taken back and what would
// help, and the changes line by line; then Coverage.
std::string render_fix_text(const model::FixReport& report, const Style& style);
// cordon.fix/1, docs/schema/fix.schema.json.
std::string render_fix_json(const model::FixReport& report);

}  // namespace cordon::cli
