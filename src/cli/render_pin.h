// What is pinned, as text and JSON.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/pin_report.h"

namespace cordon::cli {

// The answer first; per lockfile and workflow what becomes exact, on whose word, what stays and why, and the changes
// line by line; then Coverage.
std::string render_pin_text(const model::PinReport& report, const Style& style);
// cordon.pin/1, docs/schema/pin.schema.json.
std::string render_pin_json(const model::PinReport& report);

}  // namespace cordon::cli
