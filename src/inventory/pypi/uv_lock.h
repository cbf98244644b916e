// uv.lock version 1, and the lockfiles of single scripts ("x.py.lock") that uv writes (docs.astral.sh/uv, "Locking and
// syncing"; crates/uv-resolver/src/lock in github.com/astral-sh/uv).
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Components: every package that comes from elsewhere (id "<path>#name@version", with the source behind it where that
// is needed to tell two apart), with the digests of its source archive and of every wheel. Roots: the members of the
// workspace, or without a list of them the packages that stand in folders; their folders are Inventory::members. A
// folder that is no member is a component. Edges as the file has them: dependencies, extras (optional) and groups
// (development, of roots only). A lockfile of a script has a root without a name that asks for what its manifest lists.
// Fails as toml::parse does, with missing_field for a text that is none and with unsupported_version.
Result<model::Inventory> read_uv_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::pypi
