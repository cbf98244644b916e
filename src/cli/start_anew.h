// Starting this very program again in place of itself.
#pragma once

#include "base/result.h"

namespace cordon::cli {

// Runs the program that this process is, with the words and the environment that it was started with, as the same
// process (execve(2)). No descriptor but the standard three is handed on, and no thread may be left that anything
// depends on. Comes back with an error only.
Error start_anew();

}  // namespace cordon::cli
