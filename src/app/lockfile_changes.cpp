#include "app/lockfile_changes.h"

#include <algorithm>

#include "change/delta.h"
#include "checks/comparison.h"

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
  explicit Describer(const checks::Comparison& comparison)
      : comparison_(comparison), before_(comparison.before()), after_(comparison.after()), delta_(comparison.delta()) {}

  model::Change run() {
    model::Change out;
    out.before = before_.path;
    out.after = after_.path;
    out.same = delta_.same;
    for (const checks::WeighedChange& each : comparison_.added()) out.added.push_back(weighed(each));
    for (const ReleaseChange& each : delta_.removed) out.removed.push_back(described(each));
    for (const checks::WeighedChange& each : comparison_.changed()) out.changed.push_back(weighed(each));
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

  model::PackageChange weighed(const checks::WeighedChange& each) const {
    model::PackageChange out = described(*each.change);
    out.risk = each.risk;
    return out;
  }

  const checks::Comparison& comparison_;
  const Inventory& before_;
  const Inventory& after_;
  const change::Delta& delta_;
};

}  // namespace

void describe_changes(const checks::Project& after, std::vector<model::Change>& out) {
  for (const auto& comparison : *checks::comparisons_of(after)) out.push_back(Describer(*comparison).run());
}

}  // namespace cordon::app
