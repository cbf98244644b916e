#include "intel/pack_template.h"

#include "base/text.h"
#include "intel/field_form.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kBody =
    R"(# Unknown keys and malformed values are errors. 'cordon intel pack lint' lists what is left to do.
title: ""                 # one line: what was attacked, and how
date: ""                  # YYYY-MM-DD, of the attack
updated: "@TODAY@"     # of this file: a newer date replaces what others have
# window: {start: "2026-03-31T00:21:00Z", end: "2026-03-31T03:29:00Z"}
confidence: high          # low, medium or high
summary: ""               # one or two plain sentences
sources: []               # at least one: ["https://example.invalid/report"]
aliases: []               # advisory ids of the whole incident: GHSA-..., CVE-..., MAL-...
tags: []                  # ATT&CK techniques: [attack.t1195.002]

# Exact versions, in quotes. Facts only: leave out what no source gives.
packages: []
# - ecosystem: npm        # npm, pypi, crates, composer or go
#   name: example
#   versions: ["1.0.1"]   # "*" alone: every release, for names that never had an honest one
#   integrity:            # with it the archive is recognised under any name
#     "1.0.1": ["sha512-..."]

# Where to go back to: a release of the same packages that is not listed above.
last_good: []
# - {ecosystem: npm, name: example, version: "1.0.0"}

# Values stand plain (a.b, not a[.]b), digests whole and in lower case; each with its source.
indicators: []
# - {kind: domain, value: example.invalid, source: "https://example.invalid/report"}
#   kind: sha256 sha1 sha512 md5 domain address url path user_agent file_name email windows_registry

# What to do, in order; at least one step.
recovery: []
# - Go back to example 1.0.0.
)";

}  // namespace

Result<std::string> pack_template(std::string_view id, std::string_view today) {
  if (const Fault fault = pack_id_fault(id); !fault.empty())
    return fail(ErrorCode::invalid_value, "no id of a pack: '" + text::visible(id, 100) + "': " + std::string(fault));
  std::string out = "schema: cordon.incident/1\nid: ";
  out.append(id).append("\n").append(kBody);
  constexpr std::string_view kToday = "@TODAY@";
  out.replace(out.find(kToday), kToday.size(), today);
  return out;
}

}  // namespace cordon::intel
