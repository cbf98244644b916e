// What is to stand in a lockfile in place of something else: the words of all rewriters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::change {

enum class DependencyKind : std::uint8_t { runtime, optional, peer };

struct ReleaseDependency {
  std::string name;       // as the release's manifest has it: an alias keeps its alias
  std::string range;      // what the manifest asks for; of a pnpm lockfile empty but for peers
  std::string reference;  // pnpm alone: what its lockfile resolves it to
  DependencyKind kind = DependencyKind::runtime;
  bool operator==(const ReleaseDependency&) const = default;
};

// A member of an entry that is none of those below.
struct ReleaseField {
  std::string name;
  // npm: JSON; pnpm: the lines of the entry, without their ends, joined by '\n'. Empty: the source does not say, so
  // what an entry has of it stays.
  std::string text;
  bool operator==(const ReleaseField&) const = default;
};

// A release as one source of knowledge tells of it.
struct Release {
  std::string name, version;
  std::string resolved;   // address of its archive; empty: the source does not say
  std::string integrity;  // SRI of its archive; empty: the source does not say
  std::string shasum;     // SHA-1 of its archive in hexadecimal digits, which yarn 1 writes behind addresses
  std::vector<ReleaseDependency> dependencies;
  bool kinds_known = true;           // false: optional dependencies stand among the others, peers are not told
  std::vector<ReleaseField> fields;  // engines, bin, licence, ...
  bool fields_known = false;         // false: what an entry has of these stays
  std::int64_t published = 0;        // seconds since 1970; 0: the source does not say
  std::int64_t seen = 0;             // when it was there already, whenever it was published; 0: the source does not say
};

// Whether it may be written into a file at all: what came out of a hostile one must not become structure of another.
// Fails with refused for a version that is none by its letters, for addresses and digests with blanks, quotes or
// brackets, and for control characters and what is no UTF-8 anywhere.
Result<void> check_writable(const Release& release);
// The same of a digest alone.
Result<void> check_writable_digest(std::string_view integrity);

// Where something stands in a lockfile, and what. `instance` is the format's own key, as in the id of a component:
// npm's install location, pnpm's snapshot key; yarn's blocks are known by their line.
struct FoundRelease {
  std::string instance;
  std::uint32_t line = 0;
  Release release;
};

struct Replace {
  std::string instance;
  std::uint32_t line = 0;
  Release release;
};

struct Remove {
  std::string instance;
  std::uint32_t line = 0;
};

// An entry that the file does not have yet.
struct Add {
  std::string instance;  // npm's install location, pnpm's key; yarn's blocks have none
  std::string selector;  // yarn alone: the "name@range" that it is for
  Release release;
};

// For what an entry is needed, by npm's and pnpm's own marks.
struct NeededFor {
  bool development = false;           // by nothing but development dependencies
  bool optional = false;              // by nothing but optional ones
  bool development_optional = false;  // by both kinds, and by nothing else
  bool peer = false;                  // by nothing but peers
  bool by_development = false;        // by development dependencies, too: pnpm 6 tells that from by no development ones
  bool operator==(const NeededFor&) const = default;
};
struct Mark {
  std::string instance;
  NeededFor needed_for;
};

// A project or workspace package asks for something else.
struct RangeChange {
  std::string folder;  // of its package.json, relative to the lockfile's; "" for the lockfile's own
  std::string name;    // as declared
  std::string from, to;
  std::string list = {};  // "devDependencies": there alone; empty: in every list that has it
};

// The digest of an entry, where it has none or a weak one: nothing else of it changes.
struct DigestChange {
  std::string instance;
  std::uint32_t line = 0;
  std::string integrity;
};

// "name" of every dependent is this version from now on. By the words of the file: npm's and pnpm's rules may have a
// version behind the name, those of yarn's package.json a path in front of it.
struct ForcedVersion {
  std::string name, version;
};

struct Edits {
  std::vector<Replace> replace;
  std::vector<RangeChange> ranges;
  std::vector<ForcedVersion> forced;         // pnpm has them in its lockfile; yarn as what is asked for
  std::vector<Remove> remove;                // done last, in the same text
  std::vector<std::string> wanted_by_roots;  // yarn: "name@range" of every project and workspace package
  bool roots_known = false;                  // yarn: whether that is all of them
  std::vector<std::string> kept;             // yarn: "name@range" that a project goes on asking for beside `ranges`
  std::vector<DigestChange> digests;
  std::vector<Add> add;     // behind all that is replaced and changed
  std::vector<Mark> marks;  // behind what is added; yarn has none
};

}  // namespace cordon::change
