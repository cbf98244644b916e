// The version of this program.
#pragma once

namespace cordon::cli {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace cordon::cli
