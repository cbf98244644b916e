// What a server says the digest of its body is, and whether the body has it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::net {

// A digest by its algorithm ("sha-256", "crc32c") in base64.
struct StatedDigest {
  std::string algorithm, value;
};

// Reads the value of one header, by its name in lower case: Repr-Digest (RFC 9530), Digest (RFC 3230), x-goog-hash.
// Others, and algorithms that we do not compute, give nothing.
std::vector<StatedDigest> stated_digests(std::string_view header, std::string_view value);

// Fails with invalid_value when the body has another digest than one of those.
Result<void> check_digests(std::string_view body, const std::vector<StatedDigest>& stated);

}  // namespace cordon::net
