// The reports of the SBOM verbs as text: pure functions from a report to the bytes that are written.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/sbom_report.h"

namespace cordon::cli {

// For people: the answer first, then what it rests on.
std::string render_text(const model::SbomDiffReport& report, const Style& style);
std::string render_text(const model::SbomQueryReport& report, const Style& style);
std::string render_text(const model::SbomCheckReport& report, const Style& style);

// cordon.sbom-diff/1, cordon.sbom-query/1 and cordon.sbom-check/1, docs/schema/sbom-*.schema.json.
std::string render_json(const model::SbomDiffReport& report);
std::string render_json(const model::SbomQueryReport& report);
std::string render_json(const model::SbomCheckReport& report);

}  // namespace cordon::cli
