#include "inventory/npm/bundle.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "inventory/npm/dependency_lists.h"
#include "inventory/npm/location.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::string_view kInside = "/node_modules/";

// The location of the package that an installed one stands in; "" where that is the project, or none.
std::string_view parent_of(const LockEntry& entry) {
  if (!entry.installed || entry.location.size() <= kModulesPrefix.size() + entry.folder.size()) return {};
  return entry.location.substr(0, entry.location.size() - entry.folder.size() - kInside.size());
}

class Bundles {
 public:
  explicit Bundles(const LockEntries& entries) {
    for (const LockEntry& entry : entries.entries) by_location_.emplace(entry.location, &entry);
    for (const LockEntry& entry : entries.entries)
      if (entry.installed) add_listed(entry);
  }

  bool has(const LockEntry& entry) const {
    for (const LockEntry* at = &entry; at != nullptr; at = find(parent_of(*at)))
      if (bundled_.contains(at->location)) return true;
    return false;
  }

 private:
  const LockEntry* find(std::string_view location) const {
    const auto at = by_location_.find(location);
    return location.empty() || at == by_location_.end() ? nullptr : at->second;
  }

  void add_listed(const LockEntry& bundler) {
    Value list = bundler.manifest["bundleDependencies"];
    if (!list.exists()) list = bundler.manifest["bundledDependencies"];
    std::vector<const LockEntry*> open;
    const auto add = [&](std::string_view name) {
      const LockEntry* inner = find(std::string(bundler.location) + std::string(kInside) + std::string(name));
      if (inner != nullptr && bundled_.insert(inner->location).second) open.push_back(inner);
    };
    if (list.is_true())
      for (const Value::Member& member : bundler.manifest["dependencies"].members()) add(member.key);
    for (const Value element : list.elements()) add(element.text());
    while (!open.empty()) {
      const LockEntry* by = open.back();
      open.pop_back();
      for (const char* kind : {"dependencies", "optionalDependencies", "peerDependencies"})
        for (const Value::Member& member : by->manifest[kind].members())
          if (const LockEntry* asked = resolve(*by, member.key, bundler))
            if (bundled_.insert(asked->location).second) open.push_back(asked);
    }
  }

  // Which package the name is for one that stands inside of the bundler; none where it lies above that.
  const LockEntry* resolve(const LockEntry& by, std::string_view name, const LockEntry& bundler) const {
    for (const LockEntry* at = &by; at != nullptr; at = find(parent_of(*at))) {
      const LockEntry* found = find(std::string(at->location) + std::string(kInside) + std::string(name));
      if (found != nullptr) return found;
      if (at == &bundler) break;
    }
    return nullptr;
  }

  std::unordered_map<std::string_view, const LockEntry*> by_location_;
  std::unordered_set<std::string_view> bundled_;
};

}  // namespace

void settle_bundles(LockEntries& entries) {
  if (std::ranges::none_of(entries.entries, &LockEntry::bundled)) return;
  if (!entries.has_manifests) {
    for (LockEntry& entry : entries.entries)
      entry.bundled = entry.bundled && entry.resolved.empty() && !parent_of(entry).empty();
    return;
  }
  const Bundles bundles(entries);
  for (LockEntry& entry : entries.entries)
    entry.bundled = entry.bundled && entry.resolved.empty() && bundles.has(entry);
}

}  // namespace cordon::inventory::npm
