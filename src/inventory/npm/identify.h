// Gives a component of an npm-family file its identity: origin, registry and purl, by the same rules in every format.
#pragma once

#include <string_view>

#include "inventory/reader.h"

namespace cordon::inventory::npm {

// The origin that a resolved address shows. An https tarball counts as a registry's when its host is a known, declared
// or configured registry, or its path has a registry's shape ("/name/-/name-1.0.0.tgz"); else it is http.
// An empty address gives `registry`: the client's default.
model::Origin origin_of(std::string_view resolved, std::string_view name, const ReadContext& context);

// The same for an entry that is a release by its key: its address is what the client would fetch the archive from, so
// one that is no web address makes it neither a link nor a folder of the project's own. It stays the registry's.
model::Origin origin_of_release(std::string_view address, std::string_view name, const ReadContext& context);

// The shape of a registry's tarball address, whatever the host: ".../<name>/-/<file>-<version>.tgz".
struct TarballName {
  std::string name, version;
};
std::optional<TarballName> parse_tarball_url(std::string_view address);

// Which package an address of that shape is of, for one that calls itself `name`. A proxy may serve a scoped package
// from a path that names the scope only further up (".../@scope/npm/name/-/name-1.0.0.tgz"): such an address is that of
// "@scope/name" for a package of this name, and that of "name" for any other.
std::optional<TarballName> package_at(std::string_view address, std::string_view name);

// The release that an address of that shape is of, where that is another package than this, or another version of it;
// versions are compared without build metadata, which registries drop from the names of files, and an unknown one
// contradicts nothing. Nothing where the address does not contradict.
std::optional<TarballName> another_release_at(std::string_view address, std::string_view name,
                                              std::string_view version);

// What the file name of an archive says, wherever it stands: ".../axios-1.14.1.tgz", also .tar.gz and .tar, is axios
// 1.14.1; with the last "@scope" of the folders above it in front. A guess: to accuse by, not to trust.
std::optional<TarballName> archive_named(std::string_view address);

// Sets ecosystem, registry and purl from name, version, origin and resolved, which must be set.
void identify(model::Component& component, const ReadContext& context);

}  // namespace cordon::inventory::npm
