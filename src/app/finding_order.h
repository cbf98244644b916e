// The order in which findings are reported: what matters most first.
#pragma once

#include <vector>

#include "model/generated/model.h"

namespace cordon::app {

// Malware that somebody who installs from here gets, or has got.
bool is_infection(const model::Finding& finding);

// Infections first: what ran, what was installed or fetched, the rest. Then what is known to be exploited; then by
// severity, production before development, path, rule and subject. The same findings give the same order.
void put_in_order(std::vector<model::Finding>& findings);

}  // namespace cordon::app
