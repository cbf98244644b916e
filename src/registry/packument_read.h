// Where things stand in the document that a registry has of a package: npm's packument, full or abbreviated, read in
// one pass as places in the text, so that it can be written again with every byte that is kept as it was.
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
//
// What is said twice: clients read with JSON.parse, for which the last of several members of one name counts, and so it
// does here. The others are marked as overridden; some parsers take the first, so they are never passed on
// (packument_filter.h). Looked for among tags, times, versions, and wherever a name is one of Field; what stands twice
// elsewhere stays as it is.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace cordon::registry {

inline constexpr std::uint32_t kMaxVersions = 100'000, kMaxNamed = 200'000;  // versions; tags or times of one document

// Bytes [begin, end) of the document.
struct Span {
  std::uint32_t begin = 0, end = 0;

  bool empty() const { return begin == end; }
  std::string_view of(std::string_view text) const { return text.substr(begin, end - begin); }
};

// Members that mean something here. Of a version those that an abbreviated document has come first.
enum class Field : std::uint8_t {
  name,
  version,
  deprecated,
  dependencies,
  optional_dependencies,
  dev_dependencies,
  bundle_dependencies,
  bundled_dependencies,
  peer_dependencies,
  peer_dependencies_meta,
  accept_dependencies,
  bin,
  directories,
  dist,
  engines,
  funding,
  os,
  cpu,
  libc,
  has_install_script,
  has_shrinkwrap,
  last_of_install = has_shrinkwrap,
  scripts,
  gypfile,
  // in dist
  tarball,
  integrity,
  shasum,
  // in scripts: what runs when a package is installed
  preinstall,
  install,
  postinstall,
  // at the top, beside `name`
  dist_tags,
  versions,
  time,
  modified,
  policy_restrictions,
  staged_versions,
  attachments,
  other,
};

struct Member {
  Span key;    // with its quotes
  Span value;  // whole
  Field field = Field::other;
  bool overridden = false;  // a later member has the same name: nobody may be shown this one
};

// A member of dist-tags or time.
struct NamedMember {
  Member member;
  std::string_view name, value;  // decoded; value: empty where it is no string
  bool is_string = false;
};

struct VersionEntry {
  Member member;             // its place in `versions`
  std::string_view version;  // the key, decoded
  bool is_object = false;    // else it is no manifest, and all below is empty
  bool is_clean = true;      // nothing in it is overridden
  // The manifest's own words. A key and a manifest that differ are a trap: clients take a version by its key and then
  // believe the manifest (agrees_with_key).
  std::string_view says_name, says_version;
  std::uint32_t first_member = 0, end_member = 0;      // of Packument::entry_members
  std::uint32_t first_dist = 0, end_dist = 0;          // of Packument::dist_members: the dist that counts
  std::uint32_t first_script = 0, end_script = 0;      // of Packument::script_members: the scripts that count
  Span dist, scripts, has_install_script, deprecated;  // values; empty where there is none
  Span tarball_value;
  std::string_view tarball, integrity, shasum;  // decoded; empty where there is none, or no string
  bool runs_at_install = false;                 // hasInstallScript, a script for an event of installing, or gypfile
  std::optional<std::int64_t> published;  // time[version], seconds since 1970; unknown: nobody said, or not legibly
};

struct Packument {
  std::string_view text;  // the document, which the caller keeps
  std::string_view name;
  Span object;                            // the whole value, without what stands around it
  std::vector<Member> top;                // all members, in order
  Span dist_tags, versions_object, time;  // values that count; empty where there is none
  std::vector<NamedMember> tags, times;   // in order, overridden ones among them; of the values that count
  std::vector<VersionEntry> versions;     // in order, overridden ones among them
  std::vector<Member> entry_members, dist_members, script_members;
  std::string_view created, modified;  // texts of time; `modified` of the top where there is no time
  std::uint32_t overridden = 0;        // members that a later one overrides, everywhere
  std::deque<std::string> decoded;     // of texts that have escapes

  // The entry that counts, or null.
  const VersionEntry* find(std::string_view version) const;
  std::span<const Member> members_of(const VersionEntry& entry) const;
  std::span<const Member> dist_of(const VersionEntry& entry) const;
  std::span<const Member> scripts_of(const VersionEntry& entry) const;

  std::vector<std::uint32_t> by_version;  // indexes into `versions`, sorted by version; of equal ones the last counts
};

// Linear. `text` must live as long as what is returned. A document without `versions` is one (everything of the package
// was withdrawn). Fails with what json::parse fails with; wrong_type where the text is no object, or dist-tags,
// versions or time are none; missing_field without a name; too_many beyond kMaxVersions or kMaxNamed. Who asked for a
// package compares `name` with what was asked.
Result<Packument> read_packument(std::string_view text, const Limits& limits = {});

// Whether the manifest calls itself what its key and the document call it.
bool agrees_with_key(const Packument& packument, const VersionEntry& entry);

// Versions whose archive is asked for by this file name: the entry lists an address that ends so, or its archive would
// be called so by convention (Yarn builds addresses). Indexes into `versions`, ascending, no overridden ones. More than
// one: all of them must be allowed, because the name does not tell which it is.
std::vector<std::uint32_t> versions_of_file(const Packument& packument, std::string_view file);

}  // namespace cordon::registry
