// Files that only their owner may read: keys.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::os {

// Makes a new file with mode 0600, whatever the umask, and brings it to the disk. Never writes over what is there, also
// not through a link: fails with invalid_value then, else with the codes of errno_error, leaving nothing behind.
Result<void> make_private_file(const std::string& path, std::string_view content);

}  // namespace cordon::os
