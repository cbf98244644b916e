// Digests in hexadecimal digits, as the SBOM formats write them, and as Subresource Integrity strings, as package
// clients do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/integrity.h"

namespace cordon::sbom {

struct HexDigest {
  model::DigestAlgorithm algorithm = model::DigestAlgorithm::sha1;
  std::string hex;  // lower case

  friend bool operator==(const HexDigest&, const HexDigest&) = default;
};

// "SHA-512", as CycloneDX names it; SPDX leaves the dash out.
std::string_view cyclonedx_name(model::DigestAlgorithm algorithm);
std::string_view spdx_name(model::DigestAlgorithm algorithm);

// "sha512-<base64>" for a name as either format writes it, also in lower case; nothing for another algorithm, or
// when the digits are not those of one digest of that algorithm.
std::optional<std::string> sri_of(std::string_view algorithm, std::string_view hex);

// The digests of integrity strings, each once, in order.
std::vector<HexDigest> hex_digests(const std::vector<std::string>& integrity);

}  // namespace cordon::sbom
