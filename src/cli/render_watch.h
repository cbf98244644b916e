// What watching tells, as text and JSON.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/event.h"
#include "model/generated/watch_report.h"

namespace cordon::cli {

// The answer first; the findings; the scripts that ran; then Coverage.
std::string render_watch_text(const model::WatchReport& report, const Style& style);
// cordon.watch/1, docs/schema/watch.schema.json.
std::string render_watch_json(const model::WatchReport& report);
// One line for a finding at the moment it is made: time, severity, title, what was seen.
std::string finding_line(const model::Finding& finding, const model::Event& cause, const Style& style);

}  // namespace cordon::cli
