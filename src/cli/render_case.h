// What the verbs of `case` say: pure functions from a report to the bytes that are written.
#pragma once

#include <string>
#include <string_view>

#include "cli/render.h"
#include "model/generated/case_report.h"

namespace cordon::cli {

std::string render_text(const model::CaseHead& head, std::string_view folder);
std::string render_text(const model::CaseAddReport& report, const Style& style);
std::string render_text(const model::CaseVerifyReport& report, const Style& style);

// cordon.case/1, cordon.case-add/1 and cordon.case-verify/1, docs/schema/case-*.schema.json.
std::string render_json(const model::CaseHead& head);
std::string render_json(const model::CaseAddReport& report);
std::string render_json(const model::CaseVerifyReport& report);

}  // namespace cordon::cli
