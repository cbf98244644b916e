// Writing a file so that others see the old one or the new one, never a part, whenever this process or the machine
// stops.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::os {

// Writes beside the file, brings it to the disk, then renames it over the old one. What an earlier run that was killed
// left beside it is removed. Fails with not_found (the folder), permission_denied or io; the old file then stays.
Result<void> replace_file(const std::string& path, std::string_view content);

}  // namespace cordon::os
