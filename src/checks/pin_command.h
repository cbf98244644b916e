// The command of a project's own client that goes back to a good release.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/graph.h"
#include "model/inventory.h"

namespace cordon::checks {

// "pnpm add --ignore-scripts axios@1.14.0" for a component that a root of the inventory declares itself: install
// scripts do not run, an alias stays one. Nothing for a transitive dependency of npm's clients (none of their commands
// moves one without changing what the project declares), for what no client installed by a command of its own, and
// where a name holds more than letters, digits and @ / . _ -: the line is meant to be pasted into a shell.
std::optional<std::string> pin_command(const model::Inventory& inventory, const model::Graph& graph,
                                       std::uint32_t component, std::string_view name, std::string_view version);

}  // namespace cordon::checks
