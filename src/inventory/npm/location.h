// Install locations: the folder of a package relative to the project's folder, '/'-separated, as npm's lockfiles name
// it ("node_modules/a/node_modules/b", "packages/c", "../d"; "" is the project itself).
#pragma once

#include <string>
#include <string_view>

namespace cordon::inventory::npm {

inline constexpr std::string_view kModulesPrefix = "node_modules/";

// The longest location that is read. No system that npm runs on has longer paths.
inline constexpr std::size_t kMaxLocationBytes = 4096;

// Resolves "." and ".." and drops empty segments: what Node's path.relative(root, path.resolve(root, text)) gives as
// long as `text` does not climb out of the root's own parents. Leading ".." stay; an absolute path stays absolute.
std::string normalize_location(std::string_view text);

// True when normalize_location would change nothing; saves the copy.
bool is_normal_location(std::string_view text);

// The location of `path` as seen from the folder at `base`, normalised.
std::string join_location(std::string_view base, std::string_view path);

// The name that a package has by its folder alone: the last segment, with the scope before it when that starts with
// '@'. Empty for "" and where the last segment is "..".
std::string_view folder_name(std::string_view location);

// True when the location is that of an installed package: ".../node_modules/<folder_name>".
bool is_installed_location(std::string_view location);
bool is_installed_location(std::string_view location, std::string_view folder_name);

// A folder of the tree as displayed, where `modules_display` is `project`/node_modules as displayed: what stands below
// that keeps its beginning, the rest is named from the folder that it stands in.
std::string display_from(std::string_view modules_display, std::string_view project, std::string_view directory);

// The path of a folder of the tree as seen from another: "node_modules/a", "../b".
std::string location_from(std::string_view base, std::string_view directory);

}  // namespace cordon::inventory::npm
