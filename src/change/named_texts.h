// Packages that texts name which are no JavaScript: command lines, gyp's files, style sheets.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace cordon::change {

using Names = std::set<std::string, std::less<>>;

// The package of a module's name: "@scope/a" of "@scope/a/b.js"; empty for a path, an address or what is none.
std::string_view package_of(std::string_view module);

// Adds the packages that single words of a command line name.
void add_words(std::string_view text, Names& out);

// Adds those that words in the texts of a binding.gyp name: "<!(node -p \"require('node-addon-api').include\")".
// Comments name nothing. Linear.
void add_named_by_gyp(std::string_view gyp, Names& out);

// Adds those that a style sheet imports (CSS, Sass, Less): @import, @use, @forward, @plugin, @config, @reference.
// Comments between slash and star name nothing. Linear.
void add_named_by_styles(std::string_view styles, Names& out);

}  // namespace cordon::change
