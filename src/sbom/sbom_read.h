// Any SBOM document that Cordon reads.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sbom/document.h"

namespace cordon::sbom {

// Whether the text could be a CycloneDX or SPDX document in JSON: cheap, and never wrong when it says no.
bool may_be_sbom(std::string_view text);

// Reads it as what it says it is. Fails as read_cyclonedx and read_spdx do; unsupported_format when it is neither.
Result<SbomDocument> read_sbom(std::string text, const ReadOptions& options);

}  // namespace cordon::sbom
