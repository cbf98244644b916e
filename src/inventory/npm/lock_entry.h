// An entry of an npm lockfile, whichever of its two forms it was written in, before it becomes a Component.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/document.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::npm {

// All views lead into the document, or into LockEntries::texts.
struct LockEntry {
  LockEntry() = default;
  LockEntry(std::string_view at, Value key) : place(key) { move_to(at); }

  // Sets the location and what follows from it. Normalised text that lives as long as the entry.
  void move_to(std::string_view at);

  std::string_view location;  // normalised, never ""
  std::string_view folder;    // folder_name(location)
  bool installed = false;     // is_installed_location(location)
  std::string_view name;      // real name where the file says it, else empty
  std::string_view version;   // empty where the file has none
  std::string_view resolved;  // as written; empty where there is none
  std::string_view target;    // of a link: normalised location; "" is the project
  Value integrity;
  Value licence;
  Value manifest;   // "packages": the entry, whose lists say what it depends on
  Value requires_;  // "dependencies": names and ranges, without their kind
  Value place;      // the key it stands under
  bool link = false;
  bool development = false;
  bool optional = false;
  bool development_optional = false;
  bool peer = false;
  bool extraneous = false;
  bool bundled = false;
  bool install_script = false;
};

struct LockEntries {
  explicit LockEntries(std::string_view path) : unread(std::string(path)) {}

  std::vector<LockEntry> entries;  // in order of the file
  Value root;                      // "packages": the project's own entry
  bool has_manifests = false;      // entries carry their lists ("packages"), not only `requires`
  std::deque<std::string> texts;   // locations and the like that are not in the document as they are
  UnreadList unread;

  // A copy of text that lives as long as this.
  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
};

// Reads `packages` of lockfile versions 2 and 3: one member a location. Entries that are no objects, and locations that
// are none, become unread. Specification: npm's documentation of package-lock.json, section "packages".
LockEntries read_packages(Value packages, std::string_view path);

// Reads the nested `dependencies` of lockfile version 1 (npm 5 and 6), by the meaning that npm 7 and newer give it:
// a version that names a folder is a link to it, what is nested below a link belongs to the folder.
// In `folders` are locations outside node_modules: early releases of npm 7 named them at the top, between the packages.
LockEntries read_nested_dependencies(Value dependencies, std::string_view path,
                                     const std::unordered_set<std::string_view>& folders = {});

// Compares the two trees of a lockfile of version 2, of which npm 6 reads one and npm 7 and newer the other. The
// entries are the packages that npm 6 installs in a place where `packages` has none, or one with another name, version,
// digest or address; a tree that leaves such a field out does not contradict it. What the two trees do not agree on
// becomes unread, with the code "disagreement".
LockEntries read_only_of_npm6(const LockEntries& packages, Value dependencies, std::string_view path);

}  // namespace cordon::inventory::npm
