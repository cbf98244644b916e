// What the "version", "from" and "resolved" of an entry of lockfile version 1 say about where a package comes from.
#pragma once

#include <cstdint>
#include <string_view>

namespace cordon::inventory::npm {

enum class SourceKind : std::uint8_t {
  none,      // nothing that npm would understand
  registry,  // a version, range or tag
  alias,     // npm:real-name@version
  git,
  remote,  // an http(s) tarball
  file,    // a tarball on disk
  folder,  // a folder on disk, which npm links to
};

struct Source {
  SourceKind kind = SourceKind::none;
  std::string_view text;  // what was read
  std::string_view path;  // file and folder: the path without "file:"
};

// Sorts one specification as npm's package argument parser does.
Source parse_source(std::string_view text);

// The specification that counts for an entry: npm 6's rules, by which npm 7 and newer still read version 1.
Source source_of(std::string_view version, std::string_view from, std::string_view resolved, bool has_integrity);

// "name-1.2.3.tgz" at the end of a path or address -> "1.2.3"; empty when the file is not named so. `name` is the
// package's name, whose scope the file leaves out.
std::string_view version_of_tarball(std::string_view name, std::string_view address);

}  // namespace cordon::inventory::npm
