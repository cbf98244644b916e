// Lockfile version 2 says everything twice: "packages" for npm 7 and newer, "dependencies" for npm 6.
#include <unordered_map>

#include "base/text.h"
#include "inventory/npm/location.h"
#include "inventory/npm/lock_entry.h"

namespace cordon::inventory::npm {
namespace {

struct Said {
  const LockEntry* package = nullptr;
  bool nested = false;
};
using Index = std::unordered_map<std::string_view, Said>;

// Whether npm writes the entry into the nested tree as well: it is in the node_modules of the project, or of a package
// of which the same is true. What is in a folder that nothing links to stands only in "packages".
bool is_nested_from_project(const LockEntry& entry, const Index& packages) {
  const LockEntry* at = &entry;
  while (at->installed && at->location.starts_with(kModulesPrefix)) {
    std::string_view outer = at->location.substr(0, at->location.size() - at->folder.size() - kModulesPrefix.size());
    if (outer.empty()) return true;
    outer.remove_suffix(1);
    const auto found = packages.find(outer);
    if (found == packages.end() || found->second.package->link) return false;
    at = found->second.package;
  }
  return false;
}

// What is different about two entries for the same place; null when nothing is.
const char* difference(const LockEntry& nested, const LockEntry& package) {
  if (nested.link != package.link) return "a link in only one of the two trees";
  if (nested.link) return nested.target == package.target ? nullptr : "the two trees link to different folders";
  if (!nested.installed) return nullptr;  // the nested tree says nothing of folders
  const std::string_view name = package.name.empty() ? package.folder : package.name;
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
  Index packages;
  packages.reserve(entries.entries.size());
  std::unordered_set<std::string_view> folders;
  for (const LockEntry& entry : entries.entries) {
    packages[entry.location].package = &entry;
    if (!entry.link && !entry.installed) folders.insert(entry.location);
  }
  LockEntries nested = read_nested_dependencies(dependencies, path, folders);
  const auto disagree = [&](const LockEntry& entry, const char* what) {
    nested.unread.add(entry.place.line(), "disagreement", what + (": " + text::visible(entry.location)));
  };
  for (const LockEntry& entry : nested.entries) {
    const auto found = packages.find(entry.location);
    if (found == packages.end()) {
      disagree(entry, "npm 6 installs a package that npm 7 and newer do not");
      continue;
    }
    found->second.nested = true;
    if (const char* what = difference(entry, *found->second.package)) disagree(entry, what);
  }
  for (const LockEntry& entry : entries.entries)
    if (!packages.find(entry.location)->second.nested && is_nested_from_project(entry, packages))
      disagree(entry, "npm 7 and newer install a package that npm 6 does not");
  nested.unread.move_to(unread);
}

}  // namespace cordon::inventory::npm
