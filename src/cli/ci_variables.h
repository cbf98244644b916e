// What CI says of the change that is looked at, to those that must not look at the machine themselves.
#pragma once

#include "base/result.h"
#include "git/default_base.h"

namespace cordon::cli {

// The environment, and beside it git::kEventBefore: for a push on GitHub the commit that the file at GITHUB_EVENT_PATH
// calls `before`. Reads that file: before the process is confined. Fails as reading it and json::parse fail, because
// without it nobody knows how much was pushed.
Result<git::Variables> ci_variables();

}  // namespace cordon::cli
