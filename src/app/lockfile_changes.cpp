#include "app/lockfile_changes.h"

#include <algorithm>

#include "change/delta.h"
#include "change/facts.h"
#include "checks/dependency_change.h"
#include "checks/package_files.h"

namespace cordon::app {
namespace {

constexpr std::size_t kMostRequirers = 100;

using change::ReleaseChange;
using model::Inventory;

std::optional<std::string> optional_text(const std::optional<std::string_view>& text) {
  if (!text) return std::nullopt;
  return std::string(*text);
}

class Describer {
 public:
  Describer(const Inventory& before, const Inventory& after, const change::Sources& sources)
      : before_(before), after_(after), delta_(change::compare(before, after)), facts_(before, after, delta_, sources) {
  }

  model::Change run() {
    model::Change out;
    out.before = before_.path;
    out.after = after_.path;
    out.same = delta_.same;
    for (const ReleaseChange& each : delta_.added) out.added.push_back(weighed(each));
    for (const ReleaseChange& each : delta_.removed) out.removed.push_back(described(each));
    for (const ReleaseChange& each : delta_.changed) out.changed.push_back(weighed(each));
    for (const ReleaseChange& each : delta_.dropped) out.dropped.push_back(described(each));
    for (const ReleaseChange& each : delta_.moved) out.moved.push_back(described(each));
    for (const ReleaseChange& each : delta_.orphaned) out.orphaned.push_back(described(each));
    for (const change::Alteration& each : delta_.altered)
      out.altered.push_back({each.kind, std::string(each.ecosystem), std::string(each.name), std::string(each.version),
                             optional_text(each.from), each.was, each.is, after_.components[each.after.front()].place});
    return out;
  }

 private:
  std::vector<std::string> purls(const std::vector<std::uint32_t>& components, std::size_t most) const {
    std::vector<std::string> out;
    for (const std::uint32_t each : components)
      if (out.size() < most) out.push_back(after_.components[each].purl);
    return out;
  }

  model::PackageChange described(const ReleaseChange& change) const {
    model::PackageChange out;
    out.ecosystem = change.ecosystem;
    out.name = change.name;
    if (!change.before.empty()) out.from = std::string(change.from);
    if (!change.after.empty()) out.to = std::string(change.to);
    const std::vector<std::uint32_t>& shown = change.after.empty() ? change.before : change.after;
    const model::Component& component = (change.after.empty() ? before_ : after_).components[shown.front()];
    out.purl = component.purl;
    out.place = component.place;
    out.instances = static_cast<std::uint32_t>(shown.size());
    out.bump = change.bump;
    out.way = change.way;
    out.carriers = purls(change.carriers, kMostRequirers);
    out.requirers = purls(change.requirers, kMostRequirers);
    out.distance = change.distance;
    return out;
  }

  model::PackageChange weighed(const ReleaseChange& change) const {
    model::PackageChange out = described(change);
    out.risk = change::assess(facts_.of(change));
    return out;
  }

  const Inventory& before_;
  const Inventory& after_;
  change::Delta delta_;
  change::FactFinder facts_;
};

}  // namespace

void describe_changes(const checks::Project& before, const checks::Project& after, std::vector<model::Change>& out) {
  const change::Sources sources = checks::sources_of(after);
  for (const auto& [was, is] : checks::pair_lockfiles(before.lockfiles, after.lockfiles)) {
    const Inventory nothing = checks::nothing_like(was != nullptr ? *was : *is);
    out.push_back(Describer(was != nullptr ? *was : nothing, is != nullptr ? *is : nothing, sources).run());
  }
}

}  // namespace cordon::app
