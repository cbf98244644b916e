#include "sbom/sbom_read.h"

#include "sbom/cyclonedx_read.h"
#include "sbom/spdx_read.h"

namespace cordon::sbom {
namespace {

bool mentions(std::string_view text, std::string_view key) { return text.find(key) != std::string_view::npos; }

}  // namespace

// Keys may be written with escapes ("\u0062omFormat"), which only a reader of JSON sees.
bool may_be_sbom(std::string_view text) {
  return mentions(text, "\"bomFormat\"") || mentions(text, "\"spdxVersion\"") || mentions(text, "\\u");
}

Result<SbomDocument> read_sbom(std::string text, const ReadOptions& options) {
  const bool spdx_first = mentions(text, "\"spdxVersion\"");
  Result<SbomDocument> first = spdx_first ? read_spdx(text, options) : read_cyclonedx(text, options);
  if (first || first.error().code != ErrorCode::unsupported_format) return first;
  return spdx_first ? read_cyclonedx(std::move(text), options) : read_spdx(std::move(text), options);
}

}  // namespace cordon::sbom
