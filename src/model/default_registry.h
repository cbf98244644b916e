// The registry that an ecosystem's clients ask when nobody told them otherwise.
#pragma once

#include <string_view>
#include <vector>

namespace cordon::model {

// Its base address, with a slash at the end; empty for ecosystems of which nobody asks a registry.
std::string_view default_registry(std::string_view ecosystem);

// The other name under which yarn asks npm's; yarn 1 writes it into its lockfile.
std::string_view default_registry_of_yarn();

// The ids of registries that are known without any settings: "npm", "npmmirror", …
std::vector<std::string_view> known_registries();

}  // namespace cordon::model
