// pnpm-lock.yaml (and pnpm-lock.<branch>.yaml), lockfileVersion 5.x, 6.x, 7.x and 9.x, as pnpm 3 to 12 write it.
//
// - One component per instance: a key of `snapshots` (7.x, 9.x) or of `packages` (5.x, 6.x). Its id is
//   "<display_path>#<key>" with the key as written; its place is the line of that key.
// - A root's id is "<display_path>#importers/<path>", "." for the lockfile's own folder. Names and versions of roots
//   come from their package.json files where a tree is given. A single-project file of 5.x or 6.x has the root ".".
// - A "link:" dependency on an importer is an edge to that root; on any other folder, a component with origin link and
//   the id "<display_path>#link:<folder>".
// - pnpm 11 and later write two documents. The first (configuration dependencies and the package manager itself) is
//   read like the second, but its ids begin with "env/" after the '#', since both may hold the same keys; its lists
//   count as development.
// - Scope: the `dev` and `optional` flags of 5.x and 6.x; from the edges in 7.x and 9.x. A peer that the file resolved
//   does not become optional by being an optional peer.
// - Install scripts: `requiresBuild` of 5.x and 6.x. Unknown where pnpm did not look: 7.x and 9.x, optional packages,
//   folders, and packages that a build policy recorded in the file keeps from building.
// - A registry package whose key has no version of its own for some reason keeps what the entry says.
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// Fails with what yaml::parse_all fails with; truncated for an empty file; wrong_type when a document is no mapping;
// missing_field without lockfileVersion; unsupported_version for a major version other than 5, 6, 7 and 9. Where one
// document of several fails so, the others are read and it is Inventory::unread with incomplete set.
//
// Other notes in Inventory::unread, none of which leaves the answer incomplete unless said:
//   disagreement    an entry of `packages` without a snapshot, a snapshot without an entry of `packages` (both are kept
//                   as components), or an entry whose `version` or `name` is not the one of its key
//   wrong_type, invalid_value   an entry of no known shape (incomplete)
//   merge_key       the YAML key "<<", which pnpm follows and this reader does not (incomplete)
//   unknown_key     a top-level key that no version of the format has
//   bundled         packages that bring others inside their archive, which the file does not list
//   unsupported_format  a custom resolution; the component is kept
Result<model::Inventory> read_pnpm_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::npm
