// Which installed package a name means, seen from another: Node's lookup through the node_modules folders above, over
// install locations instead of a disk, with the details of npm's own tree (Arborist): names are compared without case,
// a package outside node_modules looks into the nearest package folder above it, links have no folder of their own.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "inventory/npm/folder_index.h"

namespace cordon::inventory::npm {

struct InstallEntry {
  std::string_view location;  // normalised, not ""; must outlive the tree
  bool link = false;          // a symbolic link to another location
};

// Why npm's tree has no node for an entry.
enum class Placement : std::uint8_t {
  placed,
  replaced,    // a later entry has the same location, or the same name but for case in the same node_modules
  under_link,  // lies below a link, which can have nothing of its own
};

class InstallTree {
 public:
  static constexpr std::uint32_t kNone = FolderIndex::kNone;

  // Places the entries in the order in which npm loads them: those that are no links first, each kind in order of
  // `entries`. Entry i is node i; the project is node entries.size(). O(bytes of locations).
  explicit InstallTree(std::span<const InstallEntry> entries);

  std::uint32_t root() const { return static_cast<std::uint32_t>(entries_.size()); }
  Placement placement(std::uint32_t node) const { return placements_[node]; }

  // The placed node at a normalised location ("" is the root), or kNone.
  std::uint32_t find(std::string_view location) const;

  // What `name` means to the package at `from`, or kNone. O(node_modules folders around `from`).
  std::uint32_t resolve(std::uint32_t from, std::string_view name) const;

  // True for the project and for packages that are in no package's node_modules: their devDependencies count.
  bool is_top(std::uint32_t node) const { return tops_[node]; }

 private:
  void place(std::uint32_t node, std::uint32_t order);
  void settle();
  void shorten_lookups();
  std::uint32_t package_above(std::uint32_t folder) const;
  bool below_link(std::uint32_t folder, std::uint32_t order) const;
  bool is_child(std::uint32_t node, std::uint32_t parent) const;
  void drop(std::uint32_t node, Placement why);
  std::uint32_t& child_slot(std::uint32_t parent, std::string_view name);
  std::uint32_t child(std::uint32_t parent, std::string_view name, std::uint32_t name_hash) const;

  std::span<const InstallEntry> entries_;
  FolderIndex folders_;
  std::vector<std::uint32_t> folder_of_;   // by node
  std::vector<std::uint32_t> node_at_;     // by folder: the placed node there
  std::vector<std::uint32_t> link_order_;  // by folder: when the link there is loaded
  std::vector<std::uint32_t> parents_;     // by node: the package around it
  std::vector<std::uint32_t> lookups_;     // by node: the nearest one from itself outwards that has children
  std::vector<std::uint32_t> first_inside_, next_inside_;  // by node: list of the nodes whose parent it is
  std::vector<bool> tops_, has_children_;
  std::vector<Placement> placements_;
  std::vector<std::string_view> names_;     // folder names, by node
  std::vector<std::uint32_t> child_slots_;  // open addressing: (parent, name without case) -> node
};

}  // namespace cordon::inventory::npm
