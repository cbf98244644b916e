// Subresource Integrity strings as package clients read them (W3C SRI, section 3; npm's ssri is laxer than that).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cordon::model {

// In ascending strength: of several, clients check the strongest only.
enum class DigestAlgorithm : std::uint8_t { sha1, sha256, sha384, sha512 };

struct IntegrityHash {
  DigestAlgorithm algorithm = DigestAlgorithm::sha1;
  std::string sri;         // "sha512-<base64>" without options, in canonical base64; empty where it is no such digest
  bool canonical = false;  // it was written so: what clients surely hold an archive against
};

// The hashes of a string of one or more, separated by white space. Options behind '?' are dropped, missing padding, the
// URL alphabet and capitals in the algorithm's name are understood, as they may mean the same digest to a client. What
// names no algorithm of the four is left out.
std::vector<IntegrityHash> parse_integrity(std::string_view text);

// The integrity string of a digest in hexadecimal digits of either case; empty when they are not those of one digest of
// that algorithm.
std::string integrity_of_hex(DigestAlgorithm algorithm, std::string_view hex);

// The other way: the digest in lower-case hexadecimal. Empty where the hash names none (its `sri` is empty).
std::string hex_of_integrity(const IntegrityHash& hash);

}  // namespace cordon::model
