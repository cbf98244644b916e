#include "sbom/digest_form.h"

#include <algorithm>
#include <array>

namespace cordon::sbom {
namespace {

struct Algorithm {
  std::string_view sri, cyclonedx, spdx;
  std::size_t bytes;
};
// In the order of DigestAlgorithm.
constexpr std::array<Algorithm, 4> kAlgorithms{{{"sha1", "SHA-1", "SHA1", 20},
                                                {"sha256", "SHA-256", "SHA256", 32},
                                                {"sha384", "SHA-384", "SHA384", 48},
                                                {"sha512", "SHA-512", "SHA512", 64}}};
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789abcdef";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The digits of the canonical base64 of a digest of `bytes` bytes, as parse_integrity gives it.
std::string hex_of(std::string_view base64, std::size_t bytes) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : base64) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<std::uint32_t>(kBase64.find(c));
    held += 6;
    for (; held >= 4 && out.size() < bytes * 2; held -= 4) out += kHex[bits >> (held - 4) & 15];
    bits &= (1u << held) - 1;
  }
  return out;
}

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
      const std::size_t bytes = kAlgorithms[static_cast<std::size_t>(hash.algorithm)].bytes;
      HexDigest digest{hash.algorithm, hex_of(std::string_view(hash.sri).substr(hash.sri.find('-') + 1), bytes)};
      if (std::ranges::find(out, digest) == out.end()) out.push_back(std::move(digest));
    }
  }
  return out;
}

}  // namespace cordon::sbom
