// What hunting found, as text and JSON.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/hunt_report.h"

namespace cordon::cli {

// The answer first; per release how far it got and by what evidence; the archives that are left; then Coverage.
std::string render_hunt_text(const model::HuntReport& report, const Style& style);
// cordon.hunt/1, docs/schema/hunt.schema.json.
std::string render_hunt_json(const model::HuntReport& report);

}  // namespace cordon::cli
