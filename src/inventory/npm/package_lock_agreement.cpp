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
  const auto differ = [](std::string_view theirs, std::string_view ours) { return !theirs.empty() && theirs != ours; };
  if (differ(nested.version, package.version)) return "the two trees install different versions";
  if (differ(nested.integrity.text(), package.integrity.text())) return "the two trees install different archives";
  if (differ(nested.resolved, package.resolved)) return "the two trees install from different addresses";
  return nullptr;
}

}  // namespace

LockEntries read_only_of_npm6(const LockEntries& packages, Value dependencies, std::string_view path) {
  Index index;
  index.reserve(packages.entries.size());
  std::unordered_set<std::string_view> folders;
  for (const LockEntry& entry : packages.entries) {
    index[entry.location].package = &entry;
    if (!entry.link && !entry.installed) folders.insert(entry.location);
  }
  LockEntries nested = read_nested_dependencies(dependencies, path, folders);
  const auto disagree = [&](const LockEntry& entry, const char* what) {
    nested.unread.add(entry.place.line(), "disagreement", what + (": " + text::visible(entry.location)));
  };
  const auto agrees = [&](const LockEntry& entry) {
    const auto found = index.find(entry.location);
    if (found == index.end()) {
      disagree(entry, "npm 6 installs a package that npm 7 and newer do not");
      return false;
    }
    found->second.nested = true;
    const char* what = difference(entry, *found->second.package);
    if (what != nullptr) disagree(entry, what);
    return what == nullptr;
  };
  std::erase_if(nested.entries, [&](const LockEntry& entry) { return agrees(entry); });
  for (const LockEntry& entry : packages.entries)
    if (!index.find(entry.location)->second.nested && is_nested_from_project(entry, index))
      disagree(entry, "npm 7 and newer install a package that npm 6 does not");
  return nested;
}

}  // namespace cordon::inventory::npm
