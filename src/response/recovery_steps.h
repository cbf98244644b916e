// What to do, in order, out of what several findings say.
#pragma once

#include <span>
#include <vector>

#include "model/generated/model.h"

namespace cordon::response {

// The steps of all findings that no waiver covers, each once, numbered from 1. The order within each finding is kept,
// as far as earlier findings do not say otherwise: a step that only a later finding has stands directly behind the one
// it has before it, else before the one it has behind it, else last.
std::vector<model::Remedy> recovery_steps(std::span<const model::Finding> findings);

}  // namespace cordon::response
