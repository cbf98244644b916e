// The beginning of a new incident pack.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::intel {

// A pack with this id in which everything that is required is still empty, with comments that say what belongs where.
// read_pack refuses it until it is filled in. Fails with invalid_value for what is no id.
Result<std::string> pack_template(std::string_view id, std::string_view today);

}  // namespace cordon::intel
