// Ids of advisories as 64-bit numbers: those of the databases that are usual fit, and sort by database, year and
// number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::intel {

// 8 bits of scheme, 56 of value. Scheme 0 is not used here: the index numbers ids of other forms in it.
using AdvisoryKey = std::uint64_t;

inline constexpr int kSchemeShift = 56;

// GHSA-xxxx-xxxx-xxxx, and NAME-YYYY-NUMBER for CVE, GO, LWA, MAL, PYSEC and RUSTSEC. Nothing for an id of another
// form, so that id_of(*key_of(id)) is always the same text.
std::optional<AdvisoryKey> key_of(std::string_view id);

// The id of a key that key_of made; empty for any other number.
std::string id_of(AdvisoryKey key);

}  // namespace cordon::intel
