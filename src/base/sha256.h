// SHA-256 (FIPS 180-4), for identities such as a finding's id and for files that are held against a record of them. It
// stands here because `base` links no cryptographic library, whose start-up alone would cost more than
// `cordon --version` may.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace cordon {

using Sha256Digest = std::array<std::uint8_t, 32>;

// Digest of the whole text. Any length below 2^61 bytes.
Sha256Digest sha256(std::string_view text);

// The first `bytes` bytes (at most 32) of the digest of `text` as lower-case hexadecimal.
std::string sha256_hex(std::string_view text, std::size_t bytes = 32);

// The digest in lower-case hexadecimal.
std::string to_hex(const Sha256Digest& digest);

}  // namespace cordon
