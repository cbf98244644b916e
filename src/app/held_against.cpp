#include "app/held_against.h"

#include <algorithm>
#include <vector>

#include "base/sha1.h"
#include "base/sha256.h"
#include "crypto/sha512.h"
#include "model/integrity.h"

namespace cordon::app {

bool has_integrity(std::string_view bytes, std::string_view integrity) {
  const std::vector<model::IntegrityHash> hashes = model::parse_integrity(integrity);
  if (hashes.empty()) return false;
  const auto strongest = std::ranges::max_element(hashes, {}, &model::IntegrityHash::algorithm);
  return std::ranges::any_of(hashes, [&](const model::IntegrityHash& hash) {
    if (hash.algorithm != strongest->algorithm) return false;
    switch (hash.algorithm) {
      case model::DigestAlgorithm::sha1: return model::hex_of_integrity(hash) == sha1_hex(bytes);
      case model::DigestAlgorithm::sha256: return model::hex_of_integrity(hash) == sha256_hex(bytes);
      case model::DigestAlgorithm::sha512: return model::hex_of_integrity(hash) == crypto::sha512_hex(bytes);
      case model::DigestAlgorithm::sha384: return false;  // no client names archives by it
    }
    return false;
  });
}

}  // namespace cordon::app
