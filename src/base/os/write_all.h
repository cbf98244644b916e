// Writing to a descriptor until all is written.
#pragma once

#include <string_view>

#include "base/result.h"

namespace cordon::os {

// Goes on after interruptions and partial writes. Fails with the codes of errno_error; part may then be written.
Result<void> write_all(int descriptor, std::string_view content);

}  // namespace cordon::os
