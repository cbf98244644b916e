// What a registry says of a package and its releases: the packument of npm's registry protocol, full or abbreviated.
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"
#include "model/generated/model.h"

namespace cordon::change {

// How much the registry knows of who published a release, in ascending order: pnpm's trustPolicy ranks them so.
enum class PublishTrust : std::uint8_t { none, provenance, trusted_publisher, staged };

// Absent fields are unknown: mirrors strip them.
struct ReleaseMetadata {
  std::optional<std::int64_t> published;  // seconds since 1970
  std::string publisher;                  // account name; empty: unknown
  PublishTrust trust = PublishTrust::none;
  std::optional<bool> script;                       // runs code when it is installed
  std::set<std::string, std::less<>> dependencies;  // names asked for at run time
  std::set<std::string, std::less<>> peers;         // names asked for as peers
  bool tells_scripts = false;                       // what is not among the events below does not run then
  std::set<std::string, std::less<>> events;        // preinstall, install, postinstall: those that it has scripts for
  std::string repository;                           // address, as written
  std::string integrity, archive;                   // SRI and address of its archive
};

struct Packument {
  std::string name;
  std::optional<std::int64_t> created;              // first publication of any release
  std::map<std::string, ReleaseMetadata> releases;  // by version
  std::set<std::string, std::less<>> maintainers;   // account names
  bool says_trust = false;                          // some release has more than none: the fields were not stripped
  bool is_current = false;    // a registry was asked for it just now: a release that it lacks is not there
  bool is_of_origin = false;  // of the registry where releases are published: its times are those of publication
};

// Null where nothing is at hand. What it points to stays as long as the lookup.
using PackumentLookup = std::function<const Packument*(const model::Component& component)>;

// Whether the digests of the component and what the registry says of the release are of one kind and differ: then the
// document is about another archive, and is not believed for this one. Where the lockfile has several of a kind, all
// must be the registry's, as clients take an archive that has one of them.
bool contradicts(const ReleaseMetadata& said, const model::Component& component);

// What the document says of the component's release; null where it says nothing, or of another archive.
const ReleaseMetadata* believed(const Packument& packument, const model::Component& component);

// Fails with what json::parse fails with, and with wrong_type where it is no packument (no versions, no name).
Result<Packument> read_packument(std::string text, const Limits& limits = {});

}  // namespace cordon::change
