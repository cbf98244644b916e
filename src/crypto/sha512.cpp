#include "crypto/sha512.h"

#include <sodium.h>

#include "crypto/sodium_ready.h"

namespace cordon::crypto {

std::string sha512_hex(std::string_view text) {
  make_sodium_ready();
  unsigned char digest[crypto_hash_sha512_BYTES];
  crypto_hash_sha512(digest, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::string hex(2 * sizeof digest + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest, sizeof digest);
  hex.pop_back();
  return hex;
}

}  // namespace cordon::crypto
