// Whether what a package.json asks for from a repository or an address is what a lockfile has.
#pragma once

#include <string>
#include <string_view>

#include "inventory/npm/specifier.h"
#include "model/inventory.h"

namespace cordon::checks {

// A repository, or an address, in one form for all that clients write: "github:a/b", "git@github.com:a/b.git" and the
// address of an archive of it are "github.com/a/b". Of what is no repository of a known host the whole address without
// scheme, user, port, query and fragment.
std::string source_of_address(std::string_view text);

// Whether the component may be what a specifier of kind git or http asks for: the same repository or address, and where
// both name a commit, the same. A component without an address may be anything that is no release of a registry.
bool may_be_source(const inventory::npm::Specifier& asked, const model::Component& component);

}  // namespace cordon::checks
