// Files of a site-packages folder that Python runs each time it starts: docs.python.org, module `site`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::inventory::pypi {

// Whether Python looks at a file of this name, seen from the folder, when it starts: "<name>.pth", and the modules
// sitecustomize and usercustomize.
bool is_startup_file(std::string_view path);

struct StartupCode {
  std::uint32_t line = 0;  // 1-based
  std::string text;        // of that line
};

// The first code in such a file that runs: of a .pth file the first line that begins with "import" and a blank, because
// all its other lines are folders to search; of a module its first line. Nothing where none runs.
std::optional<StartupCode> startup_code(std::string_view path, std::string_view text);

}  // namespace cordon::inventory::pypi
