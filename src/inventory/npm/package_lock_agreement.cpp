// Lockfile version 2 says everything twice: "packages" for npm 7 and newer, "dependencies" for npm 6.
#include <unordered_map>

#include "base/text.h"
#include "inventory/npm/location.h"
#include "inventory/npm/lock_entry.h"

namespace cordon::inventory::npm {

void check_agreement(const LockEntries& entries, Value dependencies, std::string_view path,
                     std::vector<model::FileUnread>& unread) {
  const LockEntries nested = read_nested_dependencies(dependencies, path);
  std::unordered_map<std::string_view, const LockEntry*> by_location;
  by_location.reserve(entries.entries.size());
  for (const LockEntry& entry : entries.entries) by_location[entry.location] = &entry;
  const auto disagree = [&](const LockEntry& entry, const char* what) {
    unread.push_back({std::string(path), entry.line, "disagreement", what + (": " + text::visible(entry.location)), true});
  };
  std::unordered_map<std::string_view, const LockEntry*> nested_by_location;
  nested_by_location.reserve(nested.entries.size());
  for (const LockEntry& entry : nested.entries) {
    nested_by_location[entry.location] = &entry;
    const auto found = by_location.find(entry.location);
    if (found == by_location.end()) {
      disagree(entry, "npm 6 installs a package here that \"packages\" does not have");
      continue;
    }
    const LockEntry& other = *found->second;
    if (entry.link != other.link) disagree(entry, "a link in only one of the two trees");
    const std::string_view name = other.name.empty() ? folder_name(other.location) : other.name;
    if (!entry.name.empty() && entry.name != name) disagree(entry, "the two trees install packages of different names");
    if (!entry.version.empty() && !other.version.empty() && entry.version != other.version)
      disagree(entry, "the two trees install different versions");
  }
  for (const LockEntry& entry : entries.entries)
    if (is_installed_location(entry.location) && !nested_by_location.contains(entry.location))
      disagree(entry, "npm 6 does not install this package");
}

}  // namespace cordon::inventory::npm
