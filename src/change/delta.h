// The delta of two inventories: what a change of lockfile brought, in terms of releases and of who brought them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/generated/change_report.h"
#include "model/inventory.h"

namespace cordon::change {

using model::AlterationKind;
using model::Bump;
using model::Way;

// One release of one package. Indices are of components of the inventory before or after.
struct ReleaseChange {
  std::string_view ecosystem, name;
  std::string_view from, to;                 // versions, which may be empty texts
  std::vector<std::uint32_t> before, after;  // instances of `from` and of `to`; empty where there is none
  Bump bump = Bump::none;
  Way way = Way::known;
  std::vector<std::uint32_t> carriers;    // wanted to same: nodes after that brought it, the nearest not new
  std::vector<std::uint32_t> requirers;   // components after that require it, one instance a release
  std::optional<std::uint32_t> distance;  // edges from the nearest root: 1 is a direct dependency
};

// What a release says otherwise than it did before, or than the release that it follows.
struct Alteration {
  AlterationKind kind = AlterationKind::integrity;
  std::string_view ecosystem, name, version;
  std::optional<std::string_view> from;  // the release before, where it is another one
  std::vector<std::string> was, is;      // digests, registries, addresses: sorted, each once
  std::vector<std::uint32_t> after;      // instances that show it
};

struct Delta {
  std::vector<ReleaseChange> added;    // names that were nowhere before
  std::vector<ReleaseChange> removed;  // names that are nowhere any more
  std::vector<ReleaseChange> changed;  // releases that were not there before, of names that were
  std::vector<ReleaseChange> dropped;  // releases that are gone and that none of `changed` replaces, of names that stay
  std::vector<Alteration> altered;     // releases on both sides
  std::vector<ReleaseChange> moved;    // releases on both sides, installed at other places
  std::vector<ReleaseChange> orphaned;  // releases on both sides that something required before and nothing does now
  std::uint32_t same = 0;               // releases on both sides

  bool empty() const {
    return added.empty() && removed.empty() && changed.empty() && dropped.empty() && altered.empty() && moved.empty() &&
           orphaned.empty();
  }
};

// Packages are compared by ecosystem and name, whatever their place. Components without a version that a project holds
// itself (workspace packages, links) count, too: that one is fetched now is a change of origin. Everything is sorted by
// name, ecosystem and version. Linear in components and edges but for sorting. The views are of the inventories, which
// must outlive the delta.
Delta compare(const model::Inventory& before, const model::Inventory& after);

}  // namespace cordon::change
