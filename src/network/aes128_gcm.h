// AES-128 (FIPS 197) and its mode GCM (NIST SP 800-38D), to read what QUIC protects with keys that anybody can compute.
//
// Our own code, because those keys follow from bytes of the packet itself: nothing here is a secret, so that neither
// constant time nor speed of hardware is needed, and `network` stays free of a cryptographic library. Never use it for
// anything that is meant to stay secret.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::network {

using AesBlock = std::array<std::uint8_t, 16>;

class Aes128 {
 public:
  explicit Aes128(const AesBlock& key);
  AesBlock encrypt(const AesBlock& block) const;

 private:
  std::array<AesBlock, 11> round_keys_;
};

using GcmNonce = std::array<std::uint8_t, 12>;
inline constexpr std::size_t kGcmTagBytes = 16;

// The plain text of `sealed`, whose last 16 bytes are the tag; nothing when the tag does not belong to these bytes,
// `associated` and the nonce, or when there is no tag.
std::optional<std::string> open_gcm(const Aes128& cipher, const GcmNonce& nonce, std::string_view associated,
                                    std::string_view sealed);

// The cipher text with its tag, for tests and for what they feed to readers.
std::string seal_gcm(const Aes128& cipher, const GcmNonce& nonce, std::string_view associated, std::string_view plain);

}  // namespace cordon::network
