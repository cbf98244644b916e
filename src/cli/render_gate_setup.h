// What became of a client's configuration, for people and for programs.
#pragma once

#include <string>

#include "cli/render.h"
#include "model/generated/gate_report.h"

namespace cordon::cli {

std::string render_gate_setup_text(const model::GateSetupReport& report, const Style& style);
std::string render_gate_setup_json(const model::GateSetupReport& report);

}  // namespace cordon::cli
