// By which names package clients are started.
#pragma once

#include <string>
#include <vector>

namespace cordon::host {

// Base names of programs, and of the scripts that an interpreter runs.
std::vector<std::string> client_names();

// Programs whose first or second argument may be such a script.
std::vector<std::string> interpreter_names();

}  // namespace cordon::host
