// Which package a component is, and where it comes from.
#pragma once

#include <string>
#include <string_view>

#include "inventory/pypi/archives.h"
#include "inventory/reader.h"

namespace cordon::inventory::pypi {

// Sets ecosystem, registry and purl; name (normalised), version, origin and resolved must be set. Of origin registry,
// `resolved` is the address of the index or archive, or a folder of archives; without one it is the public registry.
void identify(model::Component& component, const ReadContext& context);

// A component that an address is asked for, "https://host/a-1.0.tar.gz", "git+https://host/a@commit" or
// "file:///a.whl" (PEP 508, and pip's "VCS Support"): sets origin, resolved, install_script, integrity by the digest
// behind '#', and where they are empty name and version by the archive's name. An archive that a known registry serves
// under the right name is that registry's release, however it was asked for.
void take_address(model::Component& component, std::string_view address, const ReadContext& context);

// A git repository; `address` with or without "git+", `commit` as far as it is known. Such a package is built when it
// is installed, which runs what it brings.
void take_repository(model::Component& component, std::string_view address, std::string_view commit);

// A folder or an archive on disk, relative to the lockfile's folder. A folder of the scanned tree is a workspace
// package, any other a file; a wheel runs nothing when it is installed, everything else is built.
void take_path(model::Component& component, std::string_view path, model::Inventory& inventory,
               const ReadContext& context);

}  // namespace cordon::inventory::pypi
