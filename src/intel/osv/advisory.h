// What the world says about packages, in the terms of the OSV schema 1.7 (https://ossf.github.io/osv-schema).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cordon::intel {

enum class EventKind : std::uint8_t { introduced, fixed, last_affected, limit };

struct VersionEvent {
  EventKind kind = EventKind::introduced;
  std::string version;  // "0" as `introduced`: before every version
  bool operator==(const VersionEvent&) const = default;
};

// A SEMVER or ECOSYSTEM range: both are compared in the order of the ecosystem. GIT ranges speak of commits, which no
// component here is compared by; the record says that it had some.
struct VersionRange {
  std::vector<VersionEvent> events;  // in the order of the file
  bool operator==(const VersionRange&) const = default;
};

struct Affected {
  std::string ecosystem;  // as in PackageId: "npm", "pypi", ...; one that Cordon does not read as OSV writes it
  std::string name;       // as the ecosystem's client compares it
  std::vector<VersionRange> ranges;
  std::vector<std::string> versions;  // exact ones
  bool git_ranges = false;            // there were GIT ranges too, which are not kept
  bool operator==(const Affected&) const = default;
};

struct Reference {
  std::string type;  // ADVISORY, FIX, WEB, ...
  std::string url;
  bool operator==(const Reference&) const = default;
};

// How bad, as the record says. Vectors are scored when they are asked for (cvss.h).
enum class SeverityWord : std::uint8_t { none, low, moderate, high, critical };

struct Advisory {
  std::string id;
  std::uint32_t modified = 0, published = 0, withdrawn = 0;  // unix seconds; 0: not known
  std::vector<std::string> aliases;
  std::string summary, details;   // details: Markdown by strangers
  std::vector<std::string> cvss;  // vectors: "CVSS:3.1/AV:N/...", CVSS 2 without a prefix
  SeverityWord severity = SeverityWord::none;
  bool malware = false;             // the package itself is hostile, and not only weak
  bool disputed = false;            // the record says that its subject is contested
  std::vector<std::uint32_t> cwes;  // 79 for CWE-79
  std::vector<Affected> affected;
  std::vector<Reference> references;
  bool operator==(const Advisory&) const = default;
};

}  // namespace cordon::intel
