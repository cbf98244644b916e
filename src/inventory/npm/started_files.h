// Which files of a package a command names, so that they can be looked at: a guess by its words. The shell itself
// decides what runs; a file that a command puts together at run time is not found.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::inventory::npm {

inline constexpr std::size_t kMostStartedFiles = 16;

// Paths below the folder that the command runs in, normalised, in the order of the command, none twice, at most
// kMostStartedFiles: what follows an interpreter ("node install"), words that look like a path or a script's name
// ("./configure", "lib/x.js"), and what code in the command loads (require('./x'), import('./x')). Linear.
std::vector<std::string> started_files(std::string_view command);

// What Node tries for such a name, in its order: the name itself first.
std::vector<std::string> file_candidates(std::string_view path);

}  // namespace cordon::inventory::npm
