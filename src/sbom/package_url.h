// Reading package URLs (ECMA-427) out of documents of others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/purl.h"

namespace cordon::sbom {

struct PackageUrl {
  std::string type;     // lower case
  std::string name;     // with its namespace in front: "@scope/name", "org.example/artifact"
  std::string version;  // empty where there is none
  model::Qualifiers qualifiers;

  std::string_view qualifier(std::string_view key) const;  // empty where there is none
};

// Lenient where tools are careless: "pkg://", an unencoded "@scope" and an unencoded '@' in front of the version are
// understood. The subpath is left out. Nothing when the text has no type or no name.
std::optional<PackageUrl> parse_package_url(std::string_view text);

}  // namespace cordon::sbom
