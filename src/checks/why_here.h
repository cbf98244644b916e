// Why a package is there: the paths and the dominator of a finding.
#pragma once

#include <span>

#include "model/finding.h"
#include "model/graph.h"

namespace cordon::checks {

// Sets paths and roots (model::Graph::reach over all instances) and dominator (when it is the same for all instances).
// A root without a name is left out of its path.
void explain_presence(const model::Inventory& inventory, model::Graph& graph, std::span<const std::uint32_t> instances,
                      model::FindingInput& finding);

}  // namespace cordon::checks
