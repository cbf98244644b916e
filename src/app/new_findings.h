// Which findings a change brought: those that were not there before it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/generated/model.h"

namespace cordon::app {

// Takes out of `now` what `before` has, too, and returns how many that were. A finding about a package is the same when
// rule and package are, wherever it stands; one about a file when the rule is the same and all that it gathers was
// gathered before: a package without a digest that takes the place of another one is news.
std::uint32_t keep_new(std::span<const model::Finding> before, std::vector<model::Finding>& now);

}  // namespace cordon::app
