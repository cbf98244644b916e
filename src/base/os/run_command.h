// A command of the user's, run by the shell.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::os {

// Runs `/bin/sh -c command` with `input` as its standard input and waits for its end. Its exit code; 128 and the number
// of the signal that ended it, as shells have it. After `most_seconds` it is killed with all that it started (9). Fails
// with system when it cannot be started.
Result<int> run_command(const std::string& command, std::string_view input, unsigned most_seconds = 600);

}  // namespace cordon::os
