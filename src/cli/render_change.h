// What a change brought, as text: pure functions from a report to the bytes that are written.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/change_report.h"

namespace cordon::cli {

// For people: the answer, what differs, the findings, what it rests on.
std::string render_change_text(const model::ChangeReport& report, const Style& style);
// cordon.change/1, docs/schema/change.schema.json.
std::string render_change_json(const model::ChangeReport& report);

}  // namespace cordon::cli
