// Signatures as the minisign tool makes and checks them: Ed25519 (RFC 8032) over the BLAKE2b-512 digest of a file
// (RFC 7693), and a second signature over the first and a comment that can therefore be trusted.
//
// A signature proves that the holder of the secret key signed these bytes. It does not prove when, that the holder was
// right, or that nobody else holds the key.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/minisign_secret_key.h"

namespace cordon::crypto {

struct Signature {
  bool prehashed = true;  // algorithm "ED"; false: "Ed", over the file itself, which old versions of minisign wrote
  KeyId key_id{};
  std::array<unsigned char, 64> signature{};
  std::array<unsigned char, 64> global_signature{};  // over `signature` and the trusted comment
  std::string untrusted_comment, trusted_comment;
  bool operator==(const Signature&) const = default;
};

// A public key as minisign's file (comment and key) or the key alone, as base64. Fails with too_large, truncated,
// syntax, or with unsupported_version for another algorithm than Ed25519; all with the line.
Result<PublicKey> read_public_key(std::string_view text);
// The key alone, in base64; and the file that minisign writes.
std::string public_key_text(const PublicKey& key);
std::string write_public_key(const PublicKey& key);

// Fails as read_public_key does. Nothing is said of whether it holds.
Result<Signature> read_signature(std::string_view text);
std::string write_signature(const Signature& signature);

// Whether the key made both signatures: that of the content and that of the trusted comment. Fails with bad_signature,
// whose message says which does not hold.
Result<void> verify(std::string_view content, const Signature& signature, const PublicKey& key);

// The same with whichever of the keys has the signature's id, which is returned. Fails with bad_signature when none
// has.
Result<PublicKey> verify_by_any(std::string_view content, const Signature& signature, std::span<const PublicKey> keys);

// Always prehashed. Fails with syntax or too_large for a comment that no file can hold, with invalid_value for a key
// that is no pair.
Result<Signature> sign(std::string_view content, const SecretKey& key, std::string_view untrusted_comment,
                       std::string_view trusted_comment);

}  // namespace cordon::crypto
