// What a text names when it is taken for a path or an address.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::inspect {

inline constexpr std::size_t kMostPathText = 16u << 10;  // of a text that is looked through

// The first of `paths` that the text names: it begins and ends at a separator of paths, a quotation mark, a hole or an
// end of the text. Empty where there is none. Backslashes separate, too.
std::string_view path_in(std::string_view text, std::span<const std::string_view> paths);

// The addresses in a text, "https://…" up to a blank, quotation mark or bracket; with its hole where one follows.
std::vector<std::string_view> addresses_in(std::string_view text);

// Whether a text is the name of a host and nothing else: "a.example.test", "192.0.2.1", "a.example.test:8000".
bool is_host(std::string_view text);

// "a/b/c.js" of "./a/x/../b/c.js" as seen from `folder`; empty where that lies outside of the package.
std::string path_from(std::string_view folder, std::string_view path);

// Whether a path is seen from the folder that a command or code runs in and does not leave it: what an installation
// writes there is the package's own. Not so where anything of it is only known when the code runs.
bool is_own_place(std::string_view path);

// The folder of a path, without its slash; empty for the package's own.
std::string_view folder_of(std::string_view path);

}  // namespace cordon::inspect
