// What an entry of `packages` says, read once: instances share it, and there may be many. Inside the reader of pnpm
// lockfiles; not a door.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/document.h"

namespace cordon::inventory::npm {

// Where a package's content comes from, by its `resolution`. Views into the document; empty: not said.
struct PnpmResolution {
  Value at;                              // absent when there is none
  std::string_view type;                 // "git", "directory", "binary", "variations", "custom:…"; empty for archives
  std::string_view tarball, registry;    // archives
  std::string_view repo, commit, path;   // git
  std::string_view directory;            // folders
  std::string_view url;                  // binaries: the address for the first platform
  std::vector<std::string_view> hashes;  // Subresource Integrity, of all platforms
  bool git_hosted = false;               // an archive that a git host made

  bool has_known_type() const;
};

// A dependency of the manifest's peerDependencies. Once resolved it stands in `dependencies`.
struct PnpmPeer {
  std::string_view name, range;
  bool optional = false;
};

struct PnpmPackage {
  PnpmResolution resolution;
  std::string_view name, version;             // fields of the entry, where there are some
  Value stated_at;                            // one of those fields
  Value dependencies, optional_dependencies;  // 5.x and 6.x, and files that other tools wrote
  std::vector<PnpmPeer> peers;                // sorted by name
  bool development = false, optional = false;
  bool states_scope = false;  // it has a field `dev`
  bool requires_build = false, prepare = false;
  bool patched = false;
  bool brings_others = false;  // bundledDependencies
  bool malformed = false;      // a resolution or address of the wrong type

  const PnpmPeer* find_peer(std::string_view peer_name) const;

  // Bytes that every instance copies out of this entry, at most.
  std::uint64_t copied_bytes() const;
};

// Linear in the entry. A value that is no mapping gives an empty package.
PnpmPackage describe_pnpm_package(const Value& entry);

}  // namespace cordon::inventory::npm
