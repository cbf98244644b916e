// The YAML of yarn 2 and newer, entry by entry.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "inventory/npm/yarn_locator.h"
#include "inventory/npm/yarn_long_keys.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::npm {

// Views lead into the document, or into the long keys.
struct BerryEntry {
  std::vector<std::string_view> descriptors;  // "name@range", in the order of the key
  std::string_view locator;                   // "name@reference", as `resolution` has it
  std::string_view name, reference;           // its two parts
  std::string_view version;                   // as written
  std::string_view checksum;
  Value dependencies;       // name -> range
  Value dependencies_meta;  // name -> {optional: true, ...}
  std::uint32_t line = 0;
  YarnPackage package;  // what the locator says

  bool is_workspace() const { return package.origin == model::Origin::workspace; }
};

struct BerryLock {
  std::string version;              // of the format; empty when the file has none
  std::vector<BerryEntry> entries;  // without shadowed ones
};

// Reads the root of a lockfile, with the keys that were too long for YAML. Entries that are no mapping, have no
// resolution, or one of an unknown protocol, become unread, as does a format version that is no number or above 10.
// Fails with wrong_type when the root is no mapping. Specification: yarn's Project.setupResolutions.
Result<BerryLock> read_berry_entries(Value root, const LongKeys& long_keys, UnreadList& unread);

}  // namespace cordon::inventory::npm
