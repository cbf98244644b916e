// The Cargo.toml files whose packages a Cargo.lock resolves: the workspace's own, its members, and what they name by
// path. The lockfile itself says neither where a package of the workspace stands nor what it needs only for tests.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inventory/cargo/manifest.h"
#include "inventory/reader.h"

namespace cordon::inventory::cargo {

struct WorkspacePackage {
  std::string location;  // folder relative to the lockfile's, normalised; "" for its own
  std::string display_path;
  Manifest manifest;  // with what it inherits
};

// In the order they are met, the lockfile's own folder first. Empty without a tree or a Cargo.toml there. Manifests
// that cannot be read, patterns that are not understood and what is beyond 10,000 folders go to `unread`; nothing of
// the lockfile is lost by them.
std::vector<WorkspacePackage> find_packages(const ReadContext& context, std::vector<model::FileUnread>& unread);

// The manifest of the nearest folder above the context's that begins a workspace; what its members inherit from.
std::optional<Manifest> workspace_above(const ReadContext& context);

}  // namespace cordon::inventory::cargo
