#include "app/read_document.h"

#include <algorithm>
#include <array>

#include "sbom/sbom_read.h"

namespace cordon::app {
namespace {

bool mentions(std::string_view text, std::string_view key) { return text.find(key) != std::string_view::npos; }

}  // namespace

bool looks_like_document(std::string_view text) {
  return mentions(text, "\"bomFormat\"") || mentions(text, "\"spdxVersion\"");
}

bool may_be_document(std::string_view text) {
  return std::ranges::any_of(std::array{"\"bomFormat\"", "\"specVersion\"", "\"components\"", "\"spdxVersion\"",
                                        "\"SPDXID\"", "\"packages\"", "\"@graph\""},
                             [&](std::string_view key) { return mentions(text, key); });
}

Result<sbom::SbomDocument> read_document(std::string text, const sbom::ReadOptions& options) {
  if (mentions(text, "\"@graph\"") && mentions(text, "\"SpdxDocument\""))
    return fail(ErrorCode::unsupported_version, "SPDX 3 is not read; 2.2 and 2.3 are");
  return sbom::read_sbom(std::move(text), options);
}

}  // namespace cordon::app
