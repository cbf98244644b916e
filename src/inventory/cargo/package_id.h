// How Cargo names packages in Cargo.lock, and the sources they come from.
//
// Format: Cargo's encode.rs ("EncodablePackageId", "EncodableSourceId"); doc.rust-lang.org/cargo, "Source IDs".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inventory/reader.h"

namespace cordon::inventory::cargo {

// A reference to a package: "name", "name version" or "name version (source)".
struct PackageReference {
  std::string_view name, version, source;  // empty where it is left out
};

// Nothing when the text has none of the three forms.
std::optional<PackageReference> parse_reference(std::string_view text);

// "name version (source)", without the brackets for an empty source.
std::string package_id(std::string_view name, std::string_view version, std::string_view source);

// The source without what pins it: "git+https://git.example.test/a?branch=b" of "git+...?branch=b#<commit>".
std::string_view without_commit(std::string_view source);

// Sets ecosystem, origin, registry, resolved and purl of a package that has a source; name and version must be set.
// False for a kind of source that Cargo does not write: the origin is then http, and nothing is known of the registry.
bool identify(model::Component& component, std::string_view source, const ReadContext& context);

}  // namespace cordon::inventory::cargo
