// Files of a site-packages folder that Python runs each time it starts: docs.python.org, module `site`; PEP 829.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::inventory::pypi {

// Whether Python looks at a file of this name, seen from the folder, when it starts: "<name>.pth", "<name>.start", and
// the modules sitecustomize and usercustomize in any form that can be imported.
bool is_startup_file(std::string_view path);

// Of those, one that is no text: bytecode or a library.
bool is_compiled_startup_file(std::string_view path);

// Whether a folder of this name would be such a module.
bool is_startup_module(std::string_view name);

struct StartupCode {
  std::uint32_t line = 0;  // 1-based
  std::string text;        // of that line
};

// The first code in such a file that runs: of a .pth file the first line that begins with "import" and a blank, because
// all its other lines are folders to search; of a .start file the first line that is no comment; of a module its first
// line. Nothing where none runs.
std::optional<StartupCode> startup_code(std::string_view path, std::string_view text);

}  // namespace cordon::inventory::pypi
