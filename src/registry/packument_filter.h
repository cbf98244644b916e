// The document that a client gets of a package: the one of the registry without the versions that policy holds back, by
// these rules.
//
//  1. The caller decides on every version; a version without a decision is held (nobody knows when it was published).
//  2. A held version stands neither in `versions` nor in `time`. For npm it stands in `policyRestrictions`, by which
//  npm
//     prefers others and prints a message where only held ones match (npm-pick-manifest).
//  3. `latest` moves to the highest stable version below, never silently up to another major one (tag_choice.h), and is
//     never taken away: pnpm and Yarn fail without it.
//  4. Other tags move within their line or stay where they are; none is taken away.
//  5. Where all versions are held, the document stays, with tags that point to held versions.
//  6. `modified` is the registry's: an upper bound of every version's age.
//  7. What the text is called by its content type decides nothing: who cannot read it (packument_read.h) answers 502.
//  8. When the answer changes next is told, so that nothing is filtered for every request.
//  9. Which fixes may pass early is in the decisions.
// 10. Documents of one version, tags and searches go by the same decisions (version_document.h), and an archive by the
//     entries that list it (versions_of_file).
//
// Whatever is kept is copied byte by byte. Only dist.tarball is written anew, install scripts of versions whose scripts
// are withheld are left out, and what a later member overrides. `stagedVersions` and entries that are no objects are
// never passed on: nobody decides on them. `_attachments` and `_distfiles` name archives of all versions and go where
// one is held. Texts at the top that a held version brought (`readme`, `description`) stay.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry/entry_write.h"
#include "registry/packument_read.h"

namespace cordon::registry {

struct Decision {
  bool allowed = true;
  std::string reason;                        // of a held one: the rule and what was found, in words
  std::optional<std::int64_t> comes_of_age;  // of a held one: when it may be handed out, seconds since 1970
  bool strip_scripts = false;                // of an allowed one
};

enum class Restrictions : std::uint8_t {
  none,
  names,      // name and version only: nothing that could be installed
  manifests,  // whole manifests, where they call themselves what their keys do
};

struct FilterOptions {
  Form form = Form::full;
  std::string tarball_base;  // EntryOptions::tarball_base
  Restrictions restrictions = Restrictions::none;
  std::int64_t now = 0;  // seconds since 1970
};

struct Filtered {
  std::string text;
  std::optional<std::int64_t> next_change;  // the earliest coming of age, not before now
  std::uint32_t listed = 0, held = 0;       // versions; together with unreadable all that count
  std::uint32_t unreadable = 0;             // entries that are no objects, left out
  std::uint32_t overridden = 0;             // members left out because a later one has the same name
  std::uint32_t repointed_tags = 0;         // tags that moved
  std::uint32_t tags_on_held = 0;           // tags that still point to a version that is not listed
  std::uint32_t without_scripts = 0;        // versions whose scripts are withheld
};

// `decisions[i]` is about packument.versions[i]. Linear in the document but for the order of versions (n log n).
Filtered filter_packument(const Packument& packument, std::span<const Decision> decisions,
                          const FilterOptions& options);

// What `GET /-/package/{name}/dist-tags` answers: the tags of the filtered document, as one JSON object.
std::string filtered_tags(const Packument& packument, std::span<const Decision> decisions);

// Whether versions[i] is handed out: it counts, is an object, and the decision on it says so.
bool is_listed(const Packument& packument, std::span<const Decision> decisions, std::size_t i);

}  // namespace cordon::registry
