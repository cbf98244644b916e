// The dependency paths of pnpm lockfiles: what stands as a key of `packages` and `snapshots`, and the references to
// them in dependency lists. Every format version writes them differently; the shapes are those of pnpm's own
// dependency-path module in the releases that wrote each version.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cordon::inventory::npm {

enum class PnpmKeyStyle : std::uint8_t {
  slash,  // 5.x: /a/1.0.0_b@2.0.0, /@s/a/1.0.0, host/a/1.0.0, host/user/repo/commit, file:dir
  at,     // 6.x and 7.x: /a@1.0.0(b@2.0.0), host/a@1.0.0, @host/path/to.tgz, file:dir(b@2.0.0)
  plain,  // 9.x: a@1.0.0(patch_hash=…)(b@2.0.0(c@3.0.0)), a@file:dir, a@https://…, a@work:1.0.0, node@runtime:22.0.0
};

// The parts of a key; all are views into it.
struct PnpmKey {
  std::string_view name;        // real name; empty where the key is an address only
  std::string_view version;     // empty where an address stands in its place
  std::string_view host;        // registry host before the name, with '+' for ':' as pnpm writes it (slash and at)
  std::string_view registry;    // name of a named registry before the version (plain)
  std::string_view address;     // what stands in place of a version: file:dir, https://…, host/user/repo/commit, …
  std::string_view base;        // the key without patch hash and peers: the key of `packages` in 7.x and 9.x
  std::string_view patch_hash;  // content of (patch_hash=…)
};

// Never fails: a key of no known shape is all `address`. Linear in the key. A leading '/' is understood in every style,
// since tools other than pnpm write 9.x files with the keys of 6.x.
PnpmKey parse_pnpm_key(std::string_view key, PnpmKeyStyle style);

// Writes a key that the reference in a dependency list may mean: attempt 0 is the one that pnpm looks up, the further
// ones are for files that other tools wrote. `name` is the dependency's name in the list. False when there is no such
// attempt. Not for "link:" references, which lead to folders.
bool pnpm_reference_key(int attempt, std::string_view name, std::string_view reference, PnpmKeyStyle style,
                        std::string& key);

// Joins a folder and a relative path as pnpm writes them ('/'-separated, "." for the lockfile's own folder) and removes
// "." and "..". Leading ".." stay: they leave the lockfile's folder. Gives "." for the folder itself.
std::string join_importer_path(std::string_view folder, std::string_view path);

}  // namespace cordon::inventory::npm
