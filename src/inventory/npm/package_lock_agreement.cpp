// Lockfile version 2 says everything twice: "packages" for npm 7 and newer, "dependencies" for npm 6.
#include <unordered_map>

#include "base/text.h"
#include "inventory/npm/location.h"
#include "inventory/npm/lock_entry.h"

namespace cordon::inventory::npm {
namespace {

using Index = std::unordered_map<std::string_view, const LockEntry*>;

Index index_of(const LockEntries& entries) {
  Index index;
  index.reserve(entries.entries.size());
  for (const LockEntry& entry : entries.entries) index[entry.location] = &entry;
  return index;
}

// Whether npm writes the entry into the nested tree as well: it is in the node_modules of the project, or of a package
// of which the same is true. What is in a folder that nothing links to stands only in "packages".
bool is_nested_from_project(std::string_view location, const Index& packages) {
  while (location.starts_with(kModulesPrefix) && is_installed_location(location)) {
    location = location.substr(0, location.size() - folder_name(location).size() - kModulesPrefix.size());
    if (location.empty()) return true;
    location.remove_suffix(1);
    const auto outer = packages.find(location);
    if (outer == packages.end() || outer->second->link) return false;
  }
  return false;
}

// What is different about two entries for the same place; null when nothing is.
const char* difference(const LockEntry& nested, const LockEntry& package) {
  if (nested.link != package.link) return "a link in only one of the two trees";
  if (nested.link) return nested.target == package.target ? nullptr : "the two trees link to different folders";
  if (!is_installed_location(nested.location)) return nullptr;  // the nested tree says nothing of folders
  const std::string_view name = package.name.empty() ? folder_name(package.location) : package.name;
  if (!nested.name.empty() && nested.name != name) return "the two trees install packages of different names";
  if (!nested.version.empty() && !package.version.empty() && nested.version != package.version)
    return "the two trees install different versions";
  const std::string_view ours = package.integrity.text(), theirs = nested.integrity.text();
  if (!ours.empty() && !theirs.empty() && ours != theirs) return "the two trees install different archives";
  return nullptr;
}

}  // namespace

void check_agreement(const LockEntries& entries, Value dependencies, std::string_view path,
                     std::vector<model::FileUnread>& unread) {
  std::unordered_set<std::string_view> folders;
  for (const LockEntry& entry : entries.entries)
    if (!entry.link && !is_installed_location(entry.location)) folders.insert(entry.location);
  const LockEntries nested = read_nested_dependencies(dependencies, path, folders);
  const Index packages = index_of(entries), nested_index = index_of(nested);
  const auto disagree = [&](const LockEntry& entry, const char* what) {
    unread.push_back({std::string(path), entry.line, "disagreement", what + (": " + text::visible(entry.location)), true});
  };
  unread.insert(unread.end(), nested.unread.begin(), nested.unread.end());
  for (const LockEntry& entry : nested.entries) {
    const auto found = packages.find(entry.location);
    if (found == packages.end()) disagree(entry, "npm 6 installs a package that npm 7 and newer do not");
    else if (const char* what = difference(entry, *found->second)) disagree(entry, what);
  }
  for (const LockEntry& entry : entries.entries)
    if (!nested_index.contains(entry.location) && is_nested_from_project(entry.location, packages))
      disagree(entry, "npm 7 and newer install a package that npm 6 does not");
}

}  // namespace cordon::inventory::npm
