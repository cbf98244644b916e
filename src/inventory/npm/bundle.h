// Which packages of an npm lockfile come inside the archive of another one. npm does not believe the flag that says so
// (`inBundle`, of version 1 `bundled`): it fetches whatever its own rules do not put into a bundle.
#pragma once

#include "inventory/npm/lock_entry.h"

namespace cordon::inventory::npm {

// Leaves LockEntry::bundled set only where it is so: the entry has no address, and the package that it stands in lists
// it in bundleDependencies, is itself bundled, or bundles a package that asks for it (npm's Node.getBundler). The
// project's own bundle is fetched like all else. In version 1 no entry has such lists: there whatever has no address
// and stands in another package is believed.
void settle_bundles(LockEntries& entries);

}  // namespace cordon::inventory::npm
