// Coverage as it is reported: in an order that does not depend on who read first, and nothing said twice.
#pragma once

#include "model/generated/model.h"

namespace cordon::app {

// What was read by path and format, what was not by path, line and code. Two readers may need the same file and say the
// same of it: that stays once, and leaves the answer incomplete where one of them has it so.
void put_in_order(model::Coverage& coverage);

}  // namespace cordon::app
