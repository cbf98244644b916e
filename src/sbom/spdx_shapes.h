// What SPDX 2.2 and 2.3 ask of the parts of a JSON document that are read, in the notation of shape.h.
#pragma once

#include <string_view>

namespace cordon::sbom {

// Kinds of values, the fields without which a part means nothing, and that no two packages have one SPDXID. Everything
// else may be there.
std::string_view spdx_shapes();

}  // namespace cordon::sbom
