// The form of a pack's plain fields: dates, names of packs and advisories, tags, one line of text.
// Every check answers with what is wrong, in a few words, or with nothing when the value is well-formed.
#pragma once

#include <string_view>

namespace cordon::intel {

using Fault = std::string_view;  // empty: well-formed

// One line of readable text: 1 to 2,000 bytes of UTF-8 without hidden code points (controls, bidirectional marks).
Fault text_fault(std::string_view text);

// A calendar date, YYYY-MM-DD (RFC 3339 full-date), from 1990 on.
Fault date_fault(std::string_view date);

// An instant in UTC, RFC 3339 date-time ending in "Z", with or without a fraction of a second.
Fault timestamp_fault(std::string_view timestamp);

// Name of a pack: lower-case letters, digits and single hyphens between them, at most 64 bytes.
Fault pack_id_fault(std::string_view id);

// Identifier of an advisory: GHSA and CVE in their exact forms, MAL-YYYY-N, else PREFIX-REST as OSV has them.
Fault advisory_id_fault(std::string_view id);

// "namespace.name", lower case; in the namespace attack a technique (t1195 or t1195.002) or a tactic.
Fault tag_fault(std::string_view tag);

}  // namespace cordon::intel
