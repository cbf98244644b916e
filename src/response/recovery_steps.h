// What to do, in order, out of what several findings say.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/generated/model.h"

namespace cordon::response {

// In the order in which a case's steps are taken.
enum class StepClass : std::uint8_t {
  contain,  // nothing more gets out
  keep,     // what would be lost by the steps that follow
  stop,     // what still runs
  told,     // steps in the words of an incident, which has an order of its own
  replace,  // what was, or could have been, taken
  remove,   // the package, and what it changed
  look,     // who else has it, what else there is, and what keeps it from happening again
};

// The class that a step's first words stand for (rules/behaviour/FORMAT.md lists them); nothing for other words.
std::optional<StepClass> class_of_step(std::string_view action);

struct Recovery {
  std::vector<model::Remedy> steps;  // numbered from 1
  std::uint64_t left_out = 0;
};

// The steps of all findings that no waiver covers, each once, by class. Within a class the order of each finding is
// kept, as far as earlier findings do not say otherwise: a step that only a later finding has stands directly behind
// the one it has before it, else before the one it has behind it, else last. A finding of which one step has no class
// keeps all of its steps together. Where a finding is high or critical, what is only to be looked at for lesser ones is
// left out and counted; where the worst is medium, for those below medium.
Recovery recovery_steps(std::span<const model::Finding> findings);

}  // namespace cordon::response
