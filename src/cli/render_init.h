// What was set up, as text: pure functions from a report to the bytes that are written.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/init_report.h"

namespace cordon::cli {

// For people: what became of each file, what was found, what to do now; or with --print the files themselves.
std::string render_init_text(const model::InitReport& report, const Style& style);
// cordon.init/1, docs/schema/init.schema.json.
std::string render_init_json(const model::InitReport& report);

}  // namespace cordon::cli
