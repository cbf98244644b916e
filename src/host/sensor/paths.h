// Paths of another process, put together as text: the files they name may be gone.
#pragma once

#include <string>
#include <string_view>

namespace cordon::host {

// `path` as seen from `folder`: absolute, without empty parts, "." and "..". Symbolic links are not followed. An
// absolute path stands for itself. Where both are relative the result is, too, as nothing better is known.
std::string join_path(std::string_view folder, std::string_view path);

// The folder that holds `path`; "/" for those directly below the root, "" where there is none.
std::string_view parent_path(std::string_view path);

// Whether `path` is `folder` or lies below it.
bool is_below(std::string_view path, std::string_view folder);

}  // namespace cordon::host
