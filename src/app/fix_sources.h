// Where a good release is known from: older lockfiles of the project, the lockfile itself, npm's cache, the registry.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cached_packument.h"
#include "base/file_tree.h"
#include "base/result.h"
#include "change/rewrite/release.h"

namespace cordon::app {

enum class LockfileKind : std::uint8_t { package_lock, yarn_classic, pnpm };

// The kind of a format as an inventory has it ("package-lock v3"); nothing for those that are not rewritten.
std::optional<LockfileKind> lockfile_kind(std::string_view format);

// How far a source is believed.
enum class SourceKind : std::uint8_t {
  named,      // --from: the user says that it is good
  history,    // what the lockfile was in earlier commits
  installed,  // what npm or pnpm keeps in node_modules: whatever ran there can have written it
  cache,
  registry,  // --online
  same,      // other entries of the lockfile that is mended
  seen,      // scan --remember: a witness of digests, and nothing more
};

// Whether it is the lockfile of another time.
constexpr bool is_older(SourceKind source) { return source == SourceKind::named || source == SourceKind::history; }

// The lockfile of another time, the one that npm or pnpm keeps in node_modules, or the one that is mended.
struct OlderLockfile {
  std::string display_path;
  LockfileKind kind = LockfileKind::package_lock;
  std::string text;
  SourceKind source = SourceKind::named;
};

// npm's cache: the tree of the folder that has `_cacache`.
struct NpmCache {
  std::string display_path;
  const FileTree* tree = nullptr;
};

// A release that was seen in this project once (scan --remember): no source of it, but a witness of its digest.
struct Witness {
  std::string name, version, integrity;
  std::string evidence;  // where, and when
};

struct FixSources {
  std::vector<OlderLockfile> older;  // that is asked first stands first; the lockfile itself is asked behind the caches
  std::vector<NpmCache> caches;
  std::vector<Witness> witnesses;
};

// A release that may take the place of a bad one, and who says so.
struct Candidate {
  change::Release release;
  std::string instance;  // of an older lockfile
  std::string evidence;
  LockfileKind told_by = LockfileKind::package_lock;  // a document of a registry counts as package_lock
  SourceKind source = SourceKind::named;
};

// What is wanted: another release of the package in the place of this one.
struct Wanted {
  std::string name, version, instance;
  std::string resolved;   // its address: tells the registry
  std::string preferred;  // the last good version by an incident pack; may be empty
  LockfileKind kind = LockfileKind::package_lock;
  std::optional<CachedPackument> registry = {};  // what its registry says of it, where that was asked
};

// Best first: older lockfiles in their order, then caches, the registry, the lockfile itself; of one source what stands
// at the same place, then the version that is preferred, then the highest below the bad one, then the lowest above it.
// One version of one source once; none of another name, whatever a document holds. A lockfile that is not understood
// gives nothing, and a line of `unread`.
std::vector<Candidate> candidates_for(const Wanted& wanted, const FixSources& sources,
                                      std::vector<std::string>& unread);

// Every release of this name in a lockfile. Fails as the reader of its kind.
Result<std::vector<change::FoundRelease>> releases_in(const OlderLockfile& lockfile, std::string_view name);

// The text with these edits. Fails as the rewriter of its kind.
Result<std::string> rewrite(LockfileKind kind, std::string_view text, const change::Edits& edits);

}  // namespace cordon::app
