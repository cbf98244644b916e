// Paths below a project's folder.
#pragma once

#include <string>
#include <string_view>

namespace cordon::checks {

// "folder/name"; the name alone where the folder is the root of what is scanned (empty or ".").
inline std::string joined(std::string_view folder, std::string_view name) {
  return folder.empty() || folder == "." ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

}  // namespace cordon::checks
