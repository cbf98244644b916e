// One version's manifest, as a client gets it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "registry/packument_read.h"

namespace cordon::registry {

enum class Form : std::uint8_t {
  full,         // everything
  abbreviated,  // what clients install by: fields up to Field::last_of_install
};

struct EntryOptions {
  Form form = Form::full;
  std::string_view tarball_base;  // of the gate, no slash at the end; empty: dist.tarball stays
  // Takes out what npm runs when it installs. It also says `gypfile: false`: without it npm builds a package that has a
  // binding.gyp and no install script, and builds are commands of the package.
  bool strip_scripts = false;
};

// Appends the manifest of an entry with is_object; members that are overridden are left out. What is not changed is
// copied byte by byte. An abbreviated manifest of a version that runs something has hasInstallScript.
void append_entry(std::string& out, const Packument& packument, const VersionEntry& entry, const EntryOptions& options);

// Where the gate serves the archive: base/@scope/name/-/name-1.0.0.tgz, whatever the upstream calls it. Hostile names
// are percent-encoded.
std::string tarball_address(std::string_view base, std::string_view name, std::string_view version);

}  // namespace cordon::registry
