// What the types of purl ask of their components, from the type definitions of purl-spec (August 2026).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/purl.h"

namespace cordon::model {

enum class Presence : std::uint8_t { optional, required, prohibited };
enum class Spelling : std::uint8_t { as_given, lower, upper };  // of ASCII letters

struct PurlType {
  std::string_view type;
  Presence name_space = Presence::optional;
  Spelling name_space_spelling = Spelling::as_given, name_spelling = Spelling::as_given,
           version_spelling = Spelling::as_given;
  std::string_view required_qualifier = {};
  bool name_is_path = false;  // the namespace is one segment, and '/' may stand in the name
};

// The rules of a type in lower case; those of an unknown one ask for nothing.
const PurlType& purl_type(std::string_view type);

// Those that are known, of purl-spec and of Cordon's own readers.
std::vector<std::string_view> known_purl_types();

// The type that packages of an ecosystem have, by the name that components give it: "cargo" of "crates". The name
// itself where the two are one.
std::string_view purl_type_of_ecosystem(std::string_view ecosystem);

// The other way: "crates" of "cargo". GitHub's own documents have "githubactions", which purl-spec does not know.
std::string_view ecosystem_of_purl_type(std::string_view type);

// Spells the components as their type does and checks them. Fails with invalid_value.
Result<void> apply_type(Purl& purl);

}  // namespace cordon::model
