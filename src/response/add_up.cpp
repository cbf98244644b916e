#include "response/add_up.h"

namespace cordon::response {

std::uint64_t add_up(std::uint64_t a, std::uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

}  // namespace cordon::response
