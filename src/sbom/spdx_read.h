// SPDX 2.2 and 2.3, JSON.
#pragma once

#include <string>

#include "base/result.h"
#include "sbom/document.h"

namespace cordon::sbom {

// Packages become components, the packages that the document describes become roots. Files, snippets and reviews are
// not read, and their number is a line of `unread`. A part of a wrong kind or without what identifies it refuses the
// document, with JSON pointer and line (shape_check.h). Also fails with unsupported_format (no SPDX document),
// unsupported_version and the codes of json::parse.
Result<SbomDocument> read_spdx(std::string text, const ReadOptions& options);

}  // namespace cordon::sbom
