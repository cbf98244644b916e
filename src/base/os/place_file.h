// Putting a file where it was not, or in the place of another, so that others see all of it or nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace cordon::os {

enum class Existing : unsigned char { kept, replaced };

// Writes beside the file, brings it to the disk and gives it the name. Mode 0666, or 0777 where it is `executable`,
// less the umask. Never through a link: one that stands there is what is replaced. Fails with invalid_value where
// something is there and is to be kept, whoever put it there in the meantime, else with errno_error's codes, leaving
// nothing.
Result<void> place_file(const std::string& path, std::string_view content, bool executable, Existing existing);

}  // namespace cordon::os
