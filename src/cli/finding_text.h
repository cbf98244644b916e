// One finding as text, the same in every report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/palette.h"
#include "cli/steps_said.h"

namespace cordon::cli {

// ASCII letters as capitals: "CRITICAL".
std::string upper(std::string_view word);

// The first word of an answer. CLEAN is said only where nothing was found and everything was looked at.
std::string verdict_word(const model::Answer& answer, const std::vector<model::Finding>& findings);

// What, where, on which evidence, how far, why, what to do, by which rule. `said` shortens steps that an earlier
// finding had; without `all`, long lists are cut and say so.
void finding_block(std::string& out, const Palette& palette, const model::Finding& finding, StepsSaid& said, bool all);

}  // namespace cordon::cli
