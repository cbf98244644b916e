// SBOM documents (CycloneDX, SPDX) as something to look at beside lockfiles.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "sbom/document.h"

namespace cordon::app {

// Whether a file that was named, and whose name says nothing, is to be read as a document: by the keys that every
// document has, written as nearly every tool writes them.
bool looks_like_document(std::string_view text);

// Whether a text that is no document may have been meant as one: it has a key that only documents have.
bool may_be_document(std::string_view text);

// Fails as sbom::read_sbom does: with unsupported_format where the text is no SBOM at all, and with unsupported_version
// also for SPDX 3, whose form is another.
Result<sbom::SbomDocument> read_document(std::string text, const sbom::ReadOptions& options);

}  // namespace cordon::app
