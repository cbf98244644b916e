#include "sbom/digest_form.h"

#include <algorithm>
#include <array>

namespace cordon::sbom {
namespace {

struct Algorithm {
  std::string_view sri, cyclonedx, spdx;
};
// In the order of DigestAlgorithm.
constexpr std::array<Algorithm, 4> kAlgorithms{{{"sha1", "SHA-1", "SHA1"},
                                                {"sha256", "SHA-256", "SHA256"},
                                                {"sha384", "SHA-384", "SHA384"},
                                                {"sha512", "SHA-512", "SHA512"}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view cyclonedx_name(model::DigestAlgorithm algorithm) {
  return kAlgorithms[static_cast<std::size_t>(algorithm)].cyclonedx;
}

std::string_view spdx_name(model::DigestAlgorithm algorithm) {
  return kAlgorithms[static_cast<std::size_t>(algorithm)].spdx;
}

std::optional<std::string> sri_of(std::string_view algorithm, std::string_view hex) {
  std::string name;
  for (const char c : algorithm)
    if (c != '-') name += lower(c);
  const auto known = std::ranges::find(kAlgorithms, name, &Algorithm::sri);
  if (known == kAlgorithms.end()) return std::nullopt;
  std::string sri = model::integrity_of_hex(static_cast<model::DigestAlgorithm>(known - kAlgorithms.begin()), hex);
  return sri.empty() ? std::nullopt : std::optional(std::move(sri));
}

std::vector<HexDigest> hex_digests(const std::vector<std::string>& integrity) {
  std::vector<HexDigest> out;
  for (const std::string& text : integrity) {
    for (const model::IntegrityHash& hash : model::parse_integrity(text)) {
      if (hash.sri.empty()) continue;
      HexDigest digest{hash.algorithm, model::hex_of_integrity(hash)};
      if (std::ranges::find(out, digest) == out.end()) out.push_back(std::move(digest));
    }
  }
  return out;
}

}  // namespace cordon::sbom
