// One of the two inventories that are compared, by package and release, and who requires what.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/adjacency.h"
#include "model/inventory.h"

namespace cordon::change {

// A version without what node-semver strips in front of it and around it, by which npm takes "v1.0.0", "=1.0.0" and
// "1.0.0" for one release. Of other ecosystems, and where no number follows, the text as it is.
std::string_view plain_version(std::string_view ecosystem, std::string_view version);

struct ReleaseView {
  std::string_view version;               // plain
  std::vector<std::uint32_t> components;  // its instances, in order of the file
};

struct PackageView {
  std::string_view ecosystem, name;
  std::vector<ReleaseView> releases;  // by version, as text

  std::pair<std::string_view, std::string_view> key() const { return {name, ecosystem}; }
  // However the version is spelled. Null when there is none.
  const ReleaseView* find(std::string_view version) const;
};

class Side {
 public:
  // The inventory must outlive it.
  explicit Side(const model::Inventory& inventory);

  const model::Inventory& inventory() const { return inventory_; }
  const std::vector<PackageView>& packages() const { return packages_; }  // by name and ecosystem
  const PackageView* find(std::string_view ecosystem, std::string_view name) const;

  std::span<const std::uint32_t> parents(std::uint32_t node) const { return in_.of(node); }
  std::span<const std::uint32_t> children(std::uint32_t node) const { return out_.of(node); }
  // Whether something asks for it: a component, or a root that was not inferred from nothing else asking.
  bool is_required(std::uint32_t component) const;
  bool is_inferred_root(std::uint32_t node) const;
  // Whether the component's list has a package of this name, resolved or not.
  bool asks_for(std::uint32_t component, std::string_view name) const;
  // The components that require one of these, one of each release, in order of the file.
  std::vector<std::uint32_t> requirers(const std::vector<std::uint32_t>& components) const;
  // Edges from the nearest root to the nearest of these.
  std::optional<std::uint32_t> distance(const std::vector<std::uint32_t>& components) const;
  // The places of a release, as the format names them: sorted.
  std::vector<std::string_view> instances_of(const ReleaseView& release) const;

 private:
  const model::Inventory& inventory_;
  std::vector<PackageView> packages_;
  model::Adjacency out_, in_;
  std::vector<std::uint32_t> distance_;    // by node
  std::vector<std::uint32_t> unresolved_;  // indices of Inventory::unresolved, by `from`
};

}  // namespace cordon::change
