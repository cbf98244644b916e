// Names of packages taken apart, and brought into forms in which names that are taken for each other are equal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cordon::change {

// "@scope/rest", without "@" and "/"; scope is empty when there is none.
struct ScopedName {
  std::string_view scope, rest;
};
ScopedName split_scope(std::string_view name);

// "@scope" of "@scope/rest"; empty when there is none.
std::string_view scope_of(std::string_view name);

// The parts between separators (all that is neither letter nor digit), without empty ones.
std::vector<std::string_view> words_of(std::string_view name);

// Letters and digits only: "socket.io" and "socket-io" become "socketio".
std::string without_separators(std::string_view name);

// In lower case, with the ASCII text that other characters pass for (UTS 39, rules/names/confusables.txt): Cyrillic "а"
// becomes "a", a zero-width space nothing. A byte or character that passes for none becomes '?'.
std::string as_ascii(std::string_view name);

// One text for what the registry takes for one package: PyPI (PEP 503) and the registry of Rust ignore case and which
// separator it is. Elsewhere the name as it is.
std::string canonical_name(std::string_view ecosystem, std::string_view name);

// What is left when letters and digits that look alike are one: "l" for "1", "o" for "0", "m" for "rn", "w" for "vv",
// "s" for "5". Expects lower case.
std::string as_seen(std::string_view name);

}  // namespace cordon::change
