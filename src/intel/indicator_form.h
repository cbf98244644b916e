// The form of indicators. Lists of indicators are copied by hand from page to page and pick up mistakes on the way; a
// malformed one never matches, which looks like "clean". So it is refused, when a pack is built and when it is loaded.
// Every check answers with what is wrong, in a few words, or with nothing when the value is well-formed.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "intel/field_form.h"
#include "intel/incident_pack.h"

namespace cordon::intel {

// The value of an indicator of one kind. Values stand plain ("a.b", never "a[.]b"), digests in lower-case hex.
Fault indicator_fault(IndicatorKind kind, std::string_view value);

// One Subresource Integrity hash (W3C SRI section 3.1): algorithm sha1, sha256, sha384 or sha512, "-", canonical
// base64 (RFC 4648 section 4) of exactly that many bits. No options, no list.
Fault integrity_fault(std::string_view integrity);

// A host name (RFC 1123): two labels or more, lower case, at most 253 bytes, no trailing dot, no digits-only last
// label.
Fault domain_fault(std::string_view domain);

// IPv4 in four decimal parts without leading zeros, or IPv6 (RFC 4291 section 2.2) in lower case without a zone.
Fault address_fault(std::string_view address);

// An absolute URL (RFC 3986) with the scheme http, https, ftp, ws or wss: host, optional port, printable ASCII.
Fault url_fault(std::string_view url);

}  // namespace cordon::intel
