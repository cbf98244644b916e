// One entry of a package-lock.json: what it says of a release, and the members it gets for another. For
// package_lock.cpp.
#pragma once

#include <string>
#include <string_view>

#include "base/document.h"
#include "change/rewrite/json_text.h"
#include "change/rewrite/release.h"

namespace cordon::change {

enum class LockHalf : std::uint8_t { packages, tree };  // of version 3 and 2; of version 1 and 2

// The release as the entry tells of it. `name`: its real name.
Release release_of_entry(std::string_view source, const Value& entry, std::string_view name, LockHalf half);

// The real name and version of an entry at a folder of this name; "npm:b@1" in place of a version is an alias of npm 6.
struct EntryIdentity {
  std::string_view name, version;
};
EntryIdentity identity_of(const Value& entry, std::string_view folder, LockHalf half);

// Makes the entry that of the release; where and for what it stands (dev, optional, peer, ...) stays.
Result<void> change_entry(std::string_view source, const Value& entry, std::size_t depth, const JsonLayout& layout,
                          const Release& release, LockHalf half, TextEdits& edits);

// The text of an entry for the release in a folder of this name, without what says for what it stands.
std::string new_entry(const Release& release, std::string_view folder, LockHalf half);
std::string quoted_name(std::string_view name);

}  // namespace cordon::change
