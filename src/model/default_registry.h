// The registry that an ecosystem's clients ask when nobody told them otherwise.
#pragma once

#include <string_view>

namespace cordon::model {

// Its base address, with a slash at the end; empty for ecosystems of which nobody asks a registry.
std::string_view default_registry(std::string_view ecosystem);

}  // namespace cordon::model
