// Lockfiles that are recognised and that no reader reads yet: they are Coverage, never silence.
#pragma once

#include <string_view>

namespace cordon::inventory {

// Why a file with this name is not read; empty when the name means nothing.
std::string_view why_unread(std::string_view file_name);

}  // namespace cordon::inventory
