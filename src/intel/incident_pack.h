// Incident packs: what is known of one attack, as data (rules/incidents/*.yaml), compiled into the binary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::intel {

// The version that stands for every release of a name.
inline constexpr std::string_view kEveryVersion = "*";

// One bad release, or all releases of a name when `version` is "*".
struct BadPackage {
  std::string ecosystem;  // npm, pypi, ...
  std::string name;
  std::string version;                 // exact; "*" when every release is bad
  std::vector<std::string> integrity;  // SRI of the archive (sha512-, sha256-, sha1-), where known
  std::vector<std::string> aliases;    // advisory ids of this package
  std::string note;                    // one line, may be empty
  model::Confidence confidence = model::Confidence::high;
  bool operator==(const BadPackage&) const = default;
};

struct LastGood {
  std::string ecosystem, name, version;
  std::string below;  // good replacement for bad versions below this one; empty: for all
  bool operator==(const LastGood&) const = default;
};

enum class IndicatorKind : std::uint8_t {
  sha256,  // of a file; lower-case hex, like all digests
  sha1,
  sha512,
  md5,
  domain,      // host name, lower case
  address,     // IPv4 or IPv6
  url,         // absolute
  path,        // of a file; may begin with a variable ($TMPDIR, %TEMP%) or ~
  user_agent,  // HTTP header value
  file_name,   // last part of a path
  email,
  windows_registry,  // key of the Windows registry
};
inline constexpr std::uint32_t kIndicatorKinds = 12;

// The enumerator's own name, as packs write it.
std::string_view to_string(IndicatorKind kind);
std::optional<IndicatorKind> indicator_kind_from_string(std::string_view text);

struct Indicator {
  IndicatorKind kind = IndicatorKind::domain;
  std::string value;
  std::string source;
  model::Confidence confidence = model::Confidence::medium;
  std::string note;
  bool operator==(const Indicator&) const = default;
};

// What the files of an installed package tell about whether its install script ran.
struct InstallTrace {
  std::string ecosystem, name, version;  // the bad release
  std::vector<std::string> hook_files;   // in the archive; deleted by the script when it ran
  std::vector<std::string> decoy_files;  // in the archive; renamed away by the script
  std::string version_after;             // version the swapped manifest shows
  bool operator==(const InstallTrace&) const = default;
};

struct IncidentPack {
  std::string id;  // axios-2026
  std::string title;
  std::string date;                      // YYYY-MM-DD, of the attack
  std::string updated;                   // YYYY-MM-DD, of the pack
  std::string window_start, window_end;  // RFC 3339 UTC, empty when unknown
  std::string summary;
  model::Confidence confidence = model::Confidence::high;
  std::vector<std::string> sources;  // URLs or names
  std::vector<std::string> aliases;  // GHSA-, MAL-, CVE- ids
  std::vector<std::string> tags;     // attack.t1195.002
  std::vector<BadPackage> packages;  // one element a release
  std::vector<LastGood> last_good;
  std::vector<Indicator> indicators;
  std::vector<InstallTrace> traces;
  std::vector<std::string> recovery;  // ordered steps, plain sentences
  bool operator==(const IncidentPack&) const = default;
};

}  // namespace cordon::intel
