// What package.json says of a project that yarn manages. yarn.lock version 1 does not know the project at all, and
// later versions do not know which dependencies are for development.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "inventory/unread_list.h"
#include "model/inventory.h"

namespace cordon::inventory::npm {

// A root for the package.json of the project (location "") or of a workspace: name, version, place, and what it
// declares in dependencies, devDependencies and optionalDependencies, in this order; a name in optionalDependencies is
// not repeated from dependencies. Peer dependencies are left out: yarn installs none for them. `manifest` is the root
// of the file at `path`. Lists and ranges that are of the wrong type become unread.
model::Root yarn_root(Value manifest, std::string_view path, std::string_view location, std::string_view lockfile_path,
                      std::vector<model::FileUnread>& unread);

// "resolutions" of the project's package.json, as written. Rules that are no text become unread.
std::vector<model::Override> yarn_resolutions(Value manifest, std::string_view path,
                                              std::vector<model::FileUnread>& unread);

// Adds the root of a file that does not know its project: one of kind inferred, that declares every component which
// nothing requires, and the first component of every circle that nothing else requires. None when all is required.
// `ranges` says by component how it is asked for. Appends edges. O(components + edges).
void add_inferred_root(model::Inventory& inventory, std::span<const std::string_view> ranges);

// Sets every component's scope. What a root of unknown development dependencies needs, and no other root needs at run
// time, gets the scope unknown; `inventory.unread` then says so once (code development_unknown). `known` says by root
// whether its development dependencies are known.
void compute_yarn_scopes(model::Inventory& inventory, const std::vector<bool>& known);

}  // namespace cordon::inventory::npm
