// Cargo.lock versions 1 to 4.
//
// Format: Cargo's encode.rs; doc.rust-lang.org/cargo, "Cargo.toml vs Cargo.lock". Packages without a source are those
// of the workspace and what it names by path: they are the roots. A dependency is named as shortly as is unambiguous:
// "name", "name version" or "name version (source)". Version 1 has the checksums in [metadata] and may have the
// project in [root].
#pragma once

#include "inventory/reader.h"

namespace cordon::inventory::cargo {

// Components: every package with a source (id "<path>#name version (source)"), its checksum as integrity, edges as the
// file has them. What packages need only for tests, the ranges and the folders (Inventory::members) come from the
// Cargo.toml files of the tree; where one is missing every scope is unknown, because the lockfile does not say it.
// Fails as toml::parse does, with missing_field for a text without any package list and unsupported_version.
Result<model::Inventory> read_cargo_lock(std::string text, const ReadContext& context);

}  // namespace cordon::inventory::cargo
