// Packages that the files of a release name: code, command lines, gyp's files, style sheets.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace cordon::javascript {

using Names = std::set<std::string, std::less<>>;

// The package of a module's name: "@scope/a" of "@scope/a/b.js"; empty for a path, an address or what is none.
std::string_view package_of(std::string_view module);

// How a file names packages, by its name or path alone.
enum class NamingKind : std::uint8_t {
  none,
  code,    // of a known ending, and JSON
  styles,  // CSS, Sass, Less
  gyp,
  command,  // without an ending: may be a script; LICENSE, README and such are prose
};
NamingKind naming_of(std::string_view path);

// Adds the packages that the code, or a text in JSON, names: every literal that could be a module's name gives that of
// its package: "@scope/a/b.js" names @scope/a. Comments name nothing. More is named than is imported, never less but
// for names that are put together when the code runs. Linear.
void add_named(std::string_view code, Names& out);

// Adds the packages that single words of a command line name.
void add_words(std::string_view text, Names& out);

// Adds those that words in the texts of a binding.gyp name: "<!(node -p \"require('node-addon-api').include\")".
// Comments name nothing. Linear.
void add_named_by_gyp(std::string_view gyp, Names& out);

// Adds those that a style sheet imports (CSS, Sass, Less): @import, @use, @forward, @plugin, @config, @reference.
// Comments between slash and star name nothing. Linear.
void add_named_by_styles(std::string_view styles, Names& out);

}  // namespace cordon::javascript
