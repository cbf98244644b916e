#include "change/delta.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "change/alterations.h"
#include "change/bump.h"
#include "change/side.h"

namespace cordon::change {
namespace {

using Versions = std::vector<std::string_view>;

Versions versions_of(const PackageView* package) {
  Versions out;
  if (package != nullptr)
    for (const ReleaseView& release : package->releases) out.push_back(release.version);
  return out;
}

// Those of the first that are not among the second; both are sorted.
Versions without(const Versions& all, const Versions& others) {
  Versions out;
  std::ranges::set_difference(all, others, std::back_inserter(out));
  return out;
}

class Comparison {
 public:
  Comparison(const model::Inventory& before, const model::Inventory& after) : before_(before), after_(after) {}

  Delta run() && {
    auto was = before_.packages().begin();
    auto is = after_.packages().begin();
    const auto was_end = before_.packages().end();
    const auto is_end = after_.packages().end();
    while (was != was_end || is != is_end) {
      const bool only_before = is == is_end || (was != was_end && was->key() < is->key());
      const bool only_after = was == was_end || (is != is_end && is->key() < was->key());
      if (only_before) compare(&*was++, nullptr);
      else if (only_after) compare(nullptr, &*is++);
      else compare(&*was++, &*is++);
    }
    return std::move(delta_);
  }

 private:
  void compare(const PackageView* was, const PackageView* is) {
    const Versions versions_before = versions_of(was), versions_after = versions_of(is);
    const Versions gone = without(versions_before, versions_after), come = without(versions_after, versions_before);
    Versions replaced;
    for (const std::string_view version : come) {
      if (was == nullptr) {
        add(delta_.added, *is, nullptr, is->find(version));
        continue;
      }
      std::optional<std::string_view> from = predecessor(is->ecosystem, gone, version);
      if (from) replaced.push_back(*from);
      else from = predecessor(is->ecosystem, versions_before, version);
      add(delta_.changed, *is, was->find(*from), is->find(version));
    }
    for (const std::string_view version : gone)
      if (is == nullptr) add(delta_.removed, *was, was->find(version), nullptr);
      else if (std::ranges::find(replaced, version) == replaced.end())
        add(delta_.dropped, *was, was->find(version), nullptr);
    if (was == nullptr || is == nullptr) return;
    for (const ReleaseView& release : was->releases)
      if (const ReleaseView* same = is->find(release.version)) compare(*was, release, *same);
  }

  void compare(const PackageView& package, const ReleaseView& was, const ReleaseView& is) {
    ++delta_.same;
    find_alterations(before_.inventory(), package, was, after_.inventory(), is, delta_.altered);
    // Places of different formats are named differently.
    if (before_.inventory().format == after_.inventory().format && before_.instances_of(was) != after_.instances_of(is))
      add(delta_.moved, package, &was, &is);
    const auto required = [](const Side& side, const ReleaseView& release) {
      return std::ranges::any_of(release.components, [&](std::uint32_t each) { return side.is_required(each); });
    };
    if (required(before_, was) && !required(after_, is)) add(delta_.orphaned, package, &was, &is);
  }

  // Either release may be null, not both.
  void add(std::vector<ReleaseChange>& list, const PackageView& package, const ReleaseView* was,
           const ReleaseView* is) {
    ReleaseChange& out = list.emplace_back();
    out.ecosystem = package.ecosystem;
    out.name = package.name;
    if (was != nullptr) {
      out.from = was->version;
      out.before = was->components;
    }
    if (is == nullptr) return;
    out.to = is->version;
    out.after = is->components;
    if (was != nullptr) out.bump = bump_of(out.ecosystem, out.from, out.to);
    out.distance = after_.distance(out.after);
    out.requirers = after_.requirers(out.after);
    if (was == nullptr) find_way(out);
  }

  // What a component that is not new did when it came to require a package that is.
  Way way_by(std::uint32_t carrier, std::string_view name) const {
    const model::Component& component = after_.inventory().components[carrier];
    const PackageView& was = *before_.find(component.ecosystem, component.name);
    const auto wanted = [&](const ReleaseView& release) {
      return std::ranges::any_of(release.components, [&](std::uint32_t each) { return before_.asks_for(each, name); });
    };
    if (const ReleaseView* same = was.find(component.version)) return wanted(*same) ? Way::wanted : Way::same;
    const auto version = predecessor(component.ecosystem, versions_of(&was), component.version);
    const ReleaseView* previous = version ? was.find(*version) : nullptr;
    return previous != nullptr && wanted(*previous) ? Way::wanted : Way::bumped;
  }

  bool is_new(const model::Component& component) const {
    return before_.find(component.ecosystem, component.name) == nullptr;
  }

  // Upward from a package that is new, through packages that are new, to what was there before and to roots.
  void find_way(ReleaseChange& added) const {
    std::vector<std::uint32_t> queue = added.after;
    std::unordered_set<std::uint32_t> seen(queue.begin(), queue.end());
    std::vector<std::pair<Way, std::uint32_t>> ways;
    const std::size_t own = queue.size();
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const std::string_view name = after_.inventory().components[queue[at]].name;
      for (const std::uint32_t parent : after_.parents(queue[at])) {
        if (after_.is_inferred_root(parent) || !seen.insert(parent).second) continue;
        if (after_.inventory().is_root(parent)) {
          ways.emplace_back(at < own ? Way::asked : Way::rooted, parent);
        } else if (is_new(after_.inventory().components[parent])) {
          queue.push_back(parent);
        } else {
          const Way way = way_by(parent, name);
          ways.emplace_back(at < own || way == Way::wanted ? way : Way::below, parent);
        }
      }
    }
    added.way = Way::loose;
    for (const auto& [way, node] : ways) added.way = std::max(added.way, way);
    if (std::ranges::any_of(ways, [](const auto& each) { return each.first == Way::asked; })) added.way = Way::asked;
    for (const auto& [way, node] : ways)
      if (way == added.way && !after_.inventory().is_root(node)) added.carriers.push_back(node);
    std::ranges::sort(added.carriers);
  }

  Side before_, after_;
  Delta delta_;
};

}  // namespace

Delta compare(const model::Inventory& before, const model::Inventory& after) { return Comparison(before, after).run(); }

}  // namespace cordon::change
