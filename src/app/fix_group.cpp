#include "app/fix_group.h"

#include <algorithm>
#include <optional>

#include "app/fix_graph.h"
#include "app/fix_objection.h"
#include "model/semver.h"

namespace cordon::app {
namespace {

constexpr std::size_t kMostPassedOver = 8;  // a cache knows hundreds of releases

bool is_below(std::string_view version, std::string_view than) {
  const auto one = model::semver::parse_version(version, {.loose = true});
  const auto other = model::semver::parse_version(than, {.loose = true});
  return !one || !other || model::semver::compare(*one, *other) < 0;
}

class Search {
 public:
  Search(FixGroup& group, const GroupContext& context) : group_(group), context_(context) {
    const model::Component& component = context.lockfile->components[group.bad.components.front()];
    wanted_ = {group.bad.name,
               group.bad.version,
               std::string(instance_of(*context.lockfile, component.id)),
               component.resolved.value_or(""),
               preferred(),
               context.kind,
               context.registry};
    place_.name = wanted_.name;
    place_.version = wanted_.version;
    place_.preferred = wanted_.preferred;
    place_.instance = wanted_.instance;
    place_.resolved = wanted_.resolved;
    place_.integrity = component.integrity;
    place_.doubt = context.doubt;
    place_.published_before = context.published_before;
    for (const model::Edge& edge : context.lockfile->edges)
      if (std::ranges::find(group.bad.components, edge.to) != group.bad.components.end())
        place_.ranges.push_back(edge.range);
  }

  void run(std::vector<model::FileUnread>& unread) {
    if (group_.is_vulnerable && group_.fixed.empty()) return;
    std::vector<std::string> not_understood;
    std::vector<Candidate> all = candidates_for(wanted_, *context_.sources, not_understood);
    add_witnesses();
    for (std::string& line : not_understood) {
      const bool known = std::ranges::any_of(unread, [&](const auto& each) { return each.reason == line; });
      if (!known) unread.push_back({"(sources)", 0, "not_understood", std::move(line), true});
    }
    const std::size_t count = all.size();
    all.insert(all.end(), group_.witnesses.begin(), group_.witnesses.end());
    for (std::size_t i = 0; i < count; ++i)
      if (!is_passed_over(all[i], all)) group_.candidates.push_back(all[i]);
    if (!group_.is_vulnerable &&
        std::ranges::any_of(all, [&](const Candidate& each) { return is_disputed_way_back(each, place_, all); }))
      group_.candidates.clear();
    if (group_.is_vulnerable)
      std::ranges::stable_sort(group_.candidates, [&](const Candidate& one, const Candidate& other) {
        if (is_asked_for(one) != is_asked_for(other)) return is_asked_for(one);
        return is_below(one.release.version, other.release.version);
      });
  }

 private:
  void add_witnesses() {
    for (const Witness& each : context_.sources->witnesses) {
      if (each.name != wanted_.name) continue;
      Candidate& witness = group_.witnesses.emplace_back();
      witness.release.name = each.name;
      witness.release.version = each.version;
      witness.release.integrity = each.integrity;
      witness.evidence = each.evidence;
      witness.source = SourceKind::seen;
    }
  }

  std::string preferred() const {
    const std::string &name = group_.bad.name, &version = group_.bad.version;
    for (const intel::BadRelease& release : context_.knowledge->find("npm", name, version))
      if (const auto good = context_.knowledge->last_good(release.pack, "npm", name, version);
          good && good->name == name)
        return good->version;
    return {};
  }

  bool is_asked_for(const Candidate& candidate) const {
    return std::ranges::all_of(place_.ranges,
                               [&](const std::string& range) { return admits(range, candidate.release.version); });
  }

  std::optional<std::string> why_not(const Candidate& candidate, const std::vector<Candidate>& all) const {
    const change::Release& release = candidate.release;
    if (group_.is_vulnerable && is_below(release.version, group_.fixed)) return "is below " + group_.fixed;
    if (const auto why = objection(candidate, place_, all, *context_.registries)) return why;
    if (group_.is_vulnerable && is_known_vulnerable(release.name, release.version, release.resolved,
                                                    *context_.registries, *context_.knowledge, context_.severity))
      return "is known to be vulnerable itself";
    return std::nullopt;
  }

  bool is_passed_over(const Candidate& candidate, const std::vector<Candidate>& all) {
    const change::Release& release = candidate.release;
    const std::string label = release.name + " " + release.version + " (" + candidate.evidence + ")";
    if (is_known_malware(release.name, release.version, release.resolved, release.integrity, *context_.registries,
                         *context_.knowledge)) {
      group_.passed_over.push_back(label + " is known to be bad itself");
      return true;
    }
    const auto why = why_not(candidate, all);
    if (why && group_.passed_over.size() < kMostPassedOver) group_.passed_over.push_back(label + " " + *why);
    if (why && candidate.source == SourceKind::named) group_.named.push_back(label + " " + *why);
    return why.has_value();
  }

  FixGroup& group_;
  const GroupContext& context_;
  Wanted wanted_;
  BadPlace place_;
};

}  // namespace

void find_candidates(FixGroup& group, const GroupContext& context, std::vector<model::FileUnread>& unread) {
  Search(group, context).run(unread);
}

std::string doubt_of_installed(const checks::Project& project, const std::vector<FixGroup>& groups) {
  if (!project.installed) return "what else is in node_modules was not looked at";
  const auto has = [&](const model::Inventory& inventory, const FixGroup& group) {
    return std::ranges::any_of(inventory.components, [&](const model::Component& component) {
      return component.name == group.bad.name && component.version == group.bad.version;
    });
  };
  for (const FixGroup& group : groups)
    if (!group.is_vulnerable &&
        (has(project.installed->inventory, group) || (project.hidden_lockfile && has(*project.hidden_lockfile, group))))
      return group.bad.name + " " + group.bad.version + " was installed there, and what ran can have written it";
  return {};
}

}  // namespace cordon::app
