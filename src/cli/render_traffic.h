// What traffic told, as text and JSON.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/traffic_report.h"

namespace cordon::cli {

// The answer first; the findings; the conversations, those of packages first; then Coverage.
std::string render_traffic_text(const model::TrafficReport& report, const Style& style);
// cordon.traffic/1, docs/schema/traffic.schema.json.
std::string render_traffic_json(const model::TrafficReport& report);

}  // namespace cordon::cli
