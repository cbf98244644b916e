// Key pairs of minisign, and the file of its secret half: 64 bytes behind a password, stretched by scrypt (RFC 7914).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace cordon::crypto {

using KeyId = std::array<unsigned char, 8>;

struct PublicKey {
  KeyId id{};
  std::array<unsigned char, 32> key{};
  bool operator==(const PublicKey&) const = default;
};

struct SecretKey {
  KeyId id{};
  Secret key;  // 64 bytes: the seed, and the public key behind it
};

// "E7620F1842B4E81F", as minisign prints it.
std::string key_id_text(const KeyId& id);

// What a password costs whoever guesses it: scrypt's work and memory.
struct PasswordCost {
  std::uint64_t operations = 33'554'432;  // libsodium's "sensitive", which minisign writes: seconds
  std::uint64_t memory_bytes = 1'073'741'824;
};
// A file that asks for more is refused: it would stop the machine that reads it.
inline constexpr PasswordCost kMostPasswordCost{};

// A new pair.
SecretKey make_secret_key();
// Fails with invalid_value where the key's halves do not belong together: signing with those gives the seed away.
Result<PublicKey> public_key_of(const SecretKey& key);

// Whether reading this file takes a password. Fails as read_secret_key does.
Result<bool> wants_password(std::string_view text);

// minisign's file. The password of a key without one is passed over. Fails with
//   too_large, truncated, syntax     the file is none, with the line
//   unsupported_version              other algorithms than Ed25519, scrypt and BLAKE2b
//   too_many                         scrypt would cost more than kMostPasswordCost
//   wrong_password                   the checksum does not fit
//   invalid_value                    the halves do not belong together
//   system                           no memory for scrypt
Result<SecretKey> read_secret_key(std::string_view text, const Secret& password);

// The same file, encrypted with the password, or as it is where that is empty. Takes half the cost, and half of that,
// where the machine has no memory for it, as minisign does. Fails with system when there is none for anything.
Result<Secret> write_secret_key(const SecretKey& key, const Secret& password, PasswordCost cost = {});

}  // namespace cordon::crypto
