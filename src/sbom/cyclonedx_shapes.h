// What CycloneDX 1.4 to 1.7 allows in a JSON document, in the notation of shape.h.
#pragma once

#include <string_view>

namespace cordon::sbom {

// Not enumerated are the names of elliptic curves and of families of algorithms (1.7), and what `$schema` may say.
std::string_view cyclonedx_shapes();

}  // namespace cordon::sbom
