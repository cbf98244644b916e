// What npm's cache knows of a package: the registry's document about it, as npm fetched it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/limits.h"
#include "change/rewrite/release.h"

namespace cordon::app {

// The address of the document about a package, from the address of one of its archives
// ("https://registry.example.test/a/-/a-1.0.0.tgz"). Empty where that is not the archive of a registry.
std::string packument_address(std::string_view name, std::string_view archive_address);

struct CachedDocument {
  std::string evidence;  // where it stands, and what was asked
  std::string text;
  std::int64_t fetched = 0;  // seconds since 1970
};

// Reads the document with that address out of the cache, `cache` being the tree of the folder that has `_cacache`. It
// counts only when it has the digest that the cache keeps it under. Nothing where there is none.
std::optional<CachedDocument> cached_document(const FileTree& cache, std::string_view display_path,
                                              const std::string& address);

struct CachedPackument {
  std::string evidence;                   // as of the document
  std::vector<change::Release> releases;  // in the order of the document
};

// What cached_document finds, as releases.
std::optional<CachedPackument> cached_packument(const FileTree& cache, std::string_view display_path,
                                                const std::string& name, const std::string& address);

// The releases in the document. Those that are no objects are left out. Fails as json::parse does.
Result<std::vector<change::Release>> releases_of_packument(std::string text, std::string_view name,
                                                           const Limits& limits = {});

}  // namespace cordon::app
