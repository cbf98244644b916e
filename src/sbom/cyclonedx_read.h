// CycloneDX 1.4 to 1.7 (ECMA-424), JSON.
#pragma once

#include <string>

#include "base/result.h"
#include "sbom/document.h"

namespace cordon::sbom {

// Reads a document that its version of the specification allows. One that it does not allow is refused with the JSON
// pointer and line of the first fault (shape_check.h); addresses of a wrong form are lines of `unread` only. Also fails
// with unsupported_format (no CycloneDX document), unsupported_version and the codes of json::parse.
// Signatures are checked for their form, not verified.
Result<SbomDocument> read_cyclonedx(std::string text, const ReadOptions& options);

}  // namespace cordon::sbom
