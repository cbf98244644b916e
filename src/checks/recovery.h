// What to do about a bad release: the steps of its incident pack and the way back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "intel/knowledge.h"
#include "model/finding.h"

namespace cordon::checks {

// Appends one step.
void add_step(model::FindingInput& input, std::string action, std::optional<std::string> command = std::nullopt);

// The last good release to go back to from this version of a bad package, if the pack names one. `version` counts where
// every release is bad.
std::optional<intel::LastGood> way_back(const intel::Knowledge& knowledge, const intel::BadRelease& release,
                                        std::string_view version);

// Appends the pack's steps in order, then the way back, with `command` if given.
void add_recovery(const intel::Knowledge& knowledge, const intel::BadRelease& release, std::string_view version,
                  std::optional<std::string> command, model::FindingInput& input);

}  // namespace cordon::checks
