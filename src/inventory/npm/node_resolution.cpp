#include "inventory/npm/node_resolution.h"

#include <bit>

#include "inventory/npm/letter_case.h"
#include "inventory/npm/location.h"

namespace cordon::inventory::npm {
namespace {

std::uint32_t hash_child(std::uint32_t parent, std::uint32_t name_hash) {
  const std::uint32_t hash = (name_hash ^ (parent * 0x9E3779B1u)) * 0x85EBCA6Bu;
  return hash ^ (hash >> 15);
}

}  // namespace

InstallTree::InstallTree(std::span<const InstallEntry> entries) : entries_(entries) {
  const std::uint32_t count = root() + 1;
  folder_of_.reserve(count);
  names_.reserve(count);
  for (const InstallEntry& entry : entries_) {
    folder_of_.push_back(folders_.add(entry.location));
    names_.push_back(folder_name(entry.location));
  }
  folder_of_.push_back(FolderIndex::kProject);
  names_.emplace_back();
  node_at_.assign(folders_.size(), kNone);
  link_order_.assign(folders_.size(), kNone);
  parents_.assign(count, kNone);
  lookups_.assign(count, kNone);
  first_inside_.assign(count, kNone);
  next_inside_.assign(count, kNone);
  tops_.assign(count, true);
  has_children_.assign(count, false);
  placements_.assign(count, Placement::placed);
  child_slots_.assign(std::bit_ceil(std::size_t{count} * 2 + 2), kNone);
  node_at_[FolderIndex::kProject] = root();

  // A link takes away what was loaded below it; what is loaded later than it, only links, stays.
  std::uint32_t order = 0;
  std::vector<std::uint32_t> orders(count, 0);
  for (const bool links : {false, true}) {
    for (std::uint32_t node = 0; node < root(); ++node) {
      if (entries_[node].link != links) continue;
      orders[node] = order++;
      if (links) link_order_[folder_of_[node]] = orders[node];
    }
  }
  for (const bool links : {false, true})
    for (std::uint32_t node = 0; node < root(); ++node)
      if (entries_[node].link == links) place(node, orders[node]);
  settle();
  shorten_lookups();
}

void InstallTree::place(std::uint32_t node, std::uint32_t order) {
  const std::uint32_t folder = folder_of_[node];
  if (folder == FolderIndex::kProject) {  // nothing takes the project's own place
    placements_[node] = Placement::replaced;
    return;
  }
  if (below_link(folder, order)) {
    placements_[node] = Placement::under_link;
    return;
  }
  if (node_at_[folder] != kNone) drop(node_at_[folder], Placement::replaced);
  const std::uint32_t parent = package_above(folder);
  parents_[node] = parent;
  if (parent != kNone) {
    if (is_child(node, parent)) {
      std::uint32_t& slot = child_slot(parent, names_[node]);
      if (slot != kNone) drop(slot, Placement::replaced);
      slot = node;
    }
    next_inside_[node] = first_inside_[parent];
    first_inside_[parent] = node;
  }
  node_at_[folder] = node;
}

// Parents once more, now that everything is there: a file that is not sorted names a package before the one around it,
// and what stood below a replaced package now belongs to the next one above.
void InstallTree::settle() {
  child_slots_.assign(child_slots_.size(), kNone);
  for (const bool links : {false, true}) {
    for (std::uint32_t node = 0; node < root(); ++node) {
      if (entries_[node].link != links || placements_[node] != Placement::placed) continue;
      const std::uint32_t parent = package_above(folder_of_[node]);
      parents_[node] = parent;
      if (parent == kNone || !is_child(node, parent)) continue;
      tops_[node] = false;
      has_children_[parent] = true;
      child_slot(parent, names_[node]) = node;
    }
  }
}

// Packages without anything in their own node_modules are most of them; a lookup passes them by.
void InstallTree::shorten_lookups() {
  std::vector<std::uint32_t> path;
  std::vector<bool> done(parents_.size(), false);
  for (std::uint32_t node = 0; node < parents_.size(); ++node) {
    std::uint32_t at = node;
    for (; at != kNone && !done[at] && !has_children_[at]; at = parents_[at]) path.push_back(at);
    const std::uint32_t nearest = at == kNone ? kNone : (done[at] ? lookups_[at] : at);
    if (at != kNone && !done[at]) {
      lookups_[at] = at;
      done[at] = true;
    }
    for (const std::uint32_t passed : path) {
      lookups_[passed] = nearest;
      done[passed] = true;
    }
    path.clear();
  }
}

// The nearest placed package above a folder that is no link.
std::uint32_t InstallTree::package_above(std::uint32_t folder) const {
  for (folder = folders_.above(folder); folder != kNone; folder = folders_.above(folder)) {
    const std::uint32_t node = node_at_[folder];
    if (node != kNone && (node == root() || !entries_[node].link)) return node;
  }
  return kNone;
}

// Below a link that is loaded after `order`.
bool InstallTree::below_link(std::uint32_t folder, std::uint32_t order) const {
  for (folder = folders_.above(folder); folder != kNone; folder = folders_.above(folder))
    if (link_order_[folder] != kNone && link_order_[folder] > order) return true;
  return false;
}

bool InstallTree::is_child(std::uint32_t node, std::uint32_t parent) const {
  const std::string_view location = entries_[node].location;
  const std::string_view outer = parent == root() ? std::string_view() : entries_[parent].location;
  const std::size_t start = outer.empty() ? 0 : outer.size() + 1;
  return !names_[node].empty() && location.size() == start + kModulesPrefix.size() + names_[node].size() &&
         location.starts_with(outer) && location.substr(start).starts_with(kModulesPrefix);
}

// Takes a node and everything placed inside it so far out of the tree.
void InstallTree::drop(std::uint32_t node, Placement why) {
  std::vector<std::uint32_t> work{node};
  while (!work.empty()) {
    const std::uint32_t at = work.back();
    work.pop_back();
    if (placements_[at] != Placement::placed) continue;
    placements_[at] = why;
    if (node_at_[folder_of_[at]] == at) node_at_[folder_of_[at]] = kNone;
    for (std::uint32_t inner = first_inside_[at]; inner != kNone; inner = next_inside_[inner]) work.push_back(inner);
  }
}

std::uint32_t& InstallTree::child_slot(std::uint32_t parent, std::string_view name) {
  const std::size_t mask = child_slots_.size() - 1;
  std::size_t slot = hash_child(parent, hash_without_case(name)) & mask;
  for (; child_slots_[slot] != kNone; slot = (slot + 1) & mask) {
    const std::uint32_t node = child_slots_[slot];
    if (parents_[node] == parent && equal_without_case(names_[node], name)) break;
  }
  return child_slots_[slot];
}

std::uint32_t InstallTree::child(std::uint32_t parent, std::string_view name, std::uint32_t name_hash) const {
  const std::size_t mask = child_slots_.size() - 1;
  for (std::size_t slot = hash_child(parent, name_hash) & mask; child_slots_[slot] != kNone; slot = (slot + 1) & mask) {
    const std::uint32_t node = child_slots_[slot];
    if (parents_[node] == parent && equal_without_case(names_[node], name)) return node;
  }
  return kNone;
}

std::uint32_t InstallTree::find(std::string_view location) const {
  const std::uint32_t folder = folders_.find(location);
  return folder == kNone ? kNone : node_at_[folder];
}

std::uint32_t InstallTree::resolve(std::uint32_t from, std::string_view name) const {
  const std::uint32_t hash = hash_without_case(name);
  for (std::uint32_t node = lookups_[from]; node != kNone;) {
    const std::uint32_t found = child(node, name, hash);
    if (found != kNone) return found;
    node = parents_[node] == kNone ? kNone : lookups_[parents_[node]];
  }
  return kNone;
}

}  // namespace cordon::inventory::npm
