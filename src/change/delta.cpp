#include "change/delta.h"

#include <algorithm>
#include <iterator>
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
      find_alterations(before_.inventory(), *is, *was->find(*from), after_.inventory(), *is->find(version),
                       delta_.altered);
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

  // What stands above a component that is new, behind others that are new: those that brought these in, at most
  // kMostCarriers of them, and whether a root did.
  struct Above {
    std::vector<std::uint32_t> carriers;
    bool rooted = false;
  };
  static constexpr std::size_t kMostCarriers = 8;

  bool is_new_node(std::uint32_t node) const {
    return !after_.inventory().is_root(node) && is_new(after_.inventory().components[node]);
  }

  // Takes over what the other has; whether that was something new.
  static bool take_over(Above& to, const std::vector<std::uint32_t>& carriers, bool rooted) {
    bool is_more = rooted && !to.rooted;
    to.rooted = to.rooted || rooted;
    for (const std::uint32_t each : carriers) {
      if (to.carriers.size() == kMostCarriers) break;
      if (std::ranges::find(to.carriers, each) != to.carriers.end()) continue;
      to.carriers.push_back(each);
      is_more = true;
    }
    return is_more;
  }

  // Downward from what was there before, through everything that is new. A component takes over a carrier once, so this
  // is linear in the edges.
  void find_above() {
    const auto count = static_cast<std::uint32_t>(after_.inventory().components.size());
    above_.resize(count);
    std::vector<std::uint32_t> queue;
    for (std::uint32_t node = 0; node < count; ++node) {
      if (!is_new_node(node)) continue;
      Above own;
      for (const std::uint32_t parent : after_.parents(node)) {
        if (after_.is_inferred_root(parent) || is_new_node(parent)) continue;
        if (after_.inventory().is_root(parent)) own.rooted = true;
        else if (way_by(parent, after_.inventory().components[node].name) != Way::wanted)
          take_over(own, {parent}, false);
      }
      for (const std::uint32_t child : after_.children(node))
        if (is_new_node(child) && take_over(above_[child], own.carriers, own.rooted)) queue.push_back(child);
    }
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const Above above = above_[queue[at]];
      for (const std::uint32_t child : after_.children(queue[at]))
        if (is_new_node(child) && take_over(above_[child], above.carriers, above.rooted)) queue.push_back(child);
    }
  }

  void find_way(ReleaseChange& added) {
    if (above_.empty()) find_above();
    std::vector<std::pair<Way, std::uint32_t>> ways;
    bool asked = false;
    for (const std::uint32_t own : added.after) {
      for (const std::uint32_t parent : after_.parents(own)) {
        if (after_.is_inferred_root(parent) || is_new_node(parent)) continue;
        if (after_.inventory().is_root(parent)) asked = true;
        else ways.emplace_back(way_by(parent, added.name), parent);
      }
      for (const std::uint32_t carrier : above_[own].carriers) ways.emplace_back(Way::below, carrier);
      if (above_[own].rooted) added.way = std::max(added.way, Way::rooted);
    }
    added.way = std::max(added.way, Way::loose);
    for (const auto& [way, node] : ways) added.way = std::max(added.way, way);
    if (asked) added.way = Way::asked;
    for (const auto& [way, node] : ways)
      if (way == added.way) added.carriers.push_back(node);
    std::ranges::sort(added.carriers);
    added.carriers.erase(std::unique(added.carriers.begin(), added.carriers.end()), added.carriers.end());
  }

  Side before_, after_;
  std::vector<Above> above_;  // by component of after
  Delta delta_;
};

}  // namespace

Delta compare(const model::Inventory& before, const model::Inventory& after) { return Comparison(before, after).run(); }

}  // namespace cordon::change
