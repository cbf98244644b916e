// The smaller answers that go by the same decisions as a packument: one version, searches, and what an audit asks.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "registry/packument_filter.h"

namespace cordon::registry {

enum class Standing : std::uint8_t { listed, held, absent };

struct VersionAnswer {
  Standing standing = Standing::absent;
  std::uint32_t index = 0;  // of Packument::versions; where absent, nothing
  std::string text;         // where listed: the manifest
};

// What `GET /{name}/{version-or-tag}` answers. A version is looked for first, then a tag; a tag whose version is held
// means the version that it moves to in the filtered document. Of the options, the form and the base count.
VersionAnswer version_document(const Packument& packument, std::span<const Decision> decisions,
                               std::string_view version_or_tag, const FilterOptions& options);

struct FilteredSearch {
  std::string text;
  std::uint32_t hidden = 0, unreadable = 0;  // results left out; unreadable: those without a name
};

// The answer of a search without the packages of which `is_hidden(name, version)` holds. What stands twice is left out
// but for the last. `total` stays: it counts what the registry found. Fails as json::parse does, and with wrong_type.
Result<FilteredSearch> filter_search(std::string_view text,
                                     const std::function<bool(std::string_view, std::string_view)>& is_hidden,
                                     const Limits& limits = {});

struct AuditedPackage {
  std::string name;
  std::vector<std::string> versions;
};

struct AuditRequest {
  std::vector<AuditedPackage> packages;  // everything that was asked about: what the client has
  std::string outward;                   // the body for a public registry: without private names
  std::uint32_t withheld = 0;            // names that stay in the house
  std::uint32_t unreadable = 0;          // members that are no package with versions, left out
};

// The body of an audit in bulk, uncompressed: {"name": ["1.0.0", ...], ...}. Fails as json::parse does, and with
// wrong_type where it is no object.
Result<AuditRequest> read_audit(std::string_view body, const std::function<bool(std::string_view)>& is_private,
                                const Limits& limits = {});

}  // namespace cordon::registry
