// The environment of a command that runs behind a gate: how each client is told of it so that no file of a project
// overrules it, as far as clients heed their environment.
#pragma once

#include <string>
#include <vector>

#include "model/generated/gate_report.h"

namespace cordon::cli {

// `variables` ("NAME=value") as they are, but for what names a registry, in letters of any case: the gate at `registry`
// takes its place for npm, pnpm, yarn, bun and deno, and for the scopes (with the @) that it has registries for. No
// proxy stands between: 127.0.0.1 is added to no_proxy in each form that clients know, and yarn's proxy for http goes.
std::vector<std::string> environment_behind_gate(const std::vector<std::string>& variables, const std::string& registry,
                                                 const std::vector<std::string>& scopes);

// Variables that load code into clients or have them run a program, and a registry that the command names itself: what
// only whoever set them knows is meant.
std::vector<model::GateNotice> past_by_words(const std::vector<std::string>& variables,
                                             const std::vector<std::string>& command);

}  // namespace cordon::cli
