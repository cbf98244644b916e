#include "app/fix_additions.h"

#include <algorithm>
#include <set>

#include "app/fix_lacks.h"
#include "app/fix_objection.h"
#include "app/known_malware.h"
#include "base/credentials.h"

namespace cordon::app {
namespace {

using model::Inventory;

constexpr std::size_t kMostPassedOver = 4;

// The address of an archive of that name in the registry that another package comes from.
std::string sibling_address(const model::Component& component, const std::string& name) {
  const std::string resolved = component.resolved.value_or("");
  const std::size_t end = resolved.find("/" + component.name + "/-/");
  return end == std::string::npos ? "" : resolved.substr(0, end) + "/" + name + "/-/" + name + "-0.0.0.tgz";
}

// What pnpm's reference leads to: its key, without the slash of version 6, and the name in it.
struct Reference {
  std::string key, name;
};
Reference reference_of(const Lack& lack) {
  std::string_view text = lack.asked;
  if (text.starts_with('/')) text.remove_prefix(1);
  const std::string_view base = text.substr(0, text.find('('));
  const std::size_t at = base.rfind('@');
  if (at != std::string_view::npos && at > 0) return {std::string(text), std::string(base.substr(0, at))};
  return {lack.folder + "@" + std::string(text), lack.folder};
}

class Finder {
 public:
  Finder(const AdditionContext& context, const Inventory& after) : context_(context), after_(after) {}

  Result<Addition> find(const Lack& lack) {
    const model::Component& from = after_.components[lack.from];
    for (const model::Override& rule : context_.before->overrides)
      if (rule.pattern.find(lack.folder) != std::string::npos)
        return fail(ErrorCode::refused, rule.place.path + " forces a version of " + lack.folder + ", which " +
                                            from.name + " " + from.version + " needs and the lockfile does not have");
    const bool is_pnpm = context_.kind == LockfileKind::pnpm;
    const Candidate candidate = TRY(choose(lack, is_pnpm ? same_instance(lack) : by_name(lack)));
    Addition out;
    out.edit.release = candidate.release;
    if (is_pnpm) out.edit.instance = candidate.instance;
    else if (context_.kind == LockfileKind::yarn_classic) out.edit.selector = lack.folder + "@" + lack.asked;
    else out.edit.instance = TRY(place_for(after_, lack, candidate.release.version));
    out.report.name = candidate.release.name;
    out.report.version = candidate.release.version;
    out.report.instance = out.edit.instance.empty() ? out.edit.selector : out.edit.instance;
    out.report.integrity = candidate.release.integrity;
    out.report.resolved = without_credentials(candidate.release.resolved);
    out.report.required_by = from.name + " " + from.version;
    out.report.evidence.push_back(candidate.evidence);
    return out;
  }

 private:
  std::vector<Candidate> by_name(const Lack& lack) const {
    Wanted wanted;
    wanted.name = lack.name;
    wanted.instance = "node_modules/" + lack.folder;
    wanted.resolved = sibling_address(after_.components[lack.from], lack.name);
    wanted.kind = context_.kind;
    if (context_.ask) wanted.registry = context_.ask(asked_for(lack, wanted.resolved));
    std::vector<std::string> unread;  // told already, when the release was looked for that came
    return candidates_for(wanted, *context_.sources, unread);
  }

  // The package that is needed, of the registry that the one comes from that needs it.
  model::Component asked_for(const Lack& lack, const std::string& address) const {
    model::Component out;
    out.ecosystem = "npm";
    out.name = lack.name;
    out.origin = model::Origin::registry;
    if (!address.empty()) out.resolved = address;
    out.registry = context_.registries->classify("npm", address, lack.name);
    return out;
  }

  // pnpm's older lockfiles say which instance it was, peers and all.
  std::vector<Candidate> same_instance(const Lack& lack) const {
    const Reference reference = reference_of(lack);
    std::vector<Candidate> out;
    for (const OlderLockfile& older : context_.sources->older) {
      if (older.kind != LockfileKind::pnpm) continue;
      const auto found = releases_in(older, reference.name);
      if (!found) continue;
      for (const change::FoundRelease& each : *found) {
        const std::string_view key = each.instance;
        const bool has_slash = key.starts_with('/');
        if (has_slash != before_has_slash() || key.substr(has_slash ? 1 : 0) != reference.key) continue;
        out.push_back({each.release, each.instance, older.display_path + ":" + std::to_string(each.line), older.kind,
                       older.source});
      }
    }
    return out;
  }

  bool before_has_slash() const { return context_.before->format.starts_with("pnpm-lock 6."); }

  Result<Candidate> choose(const Lack& lack, const std::vector<Candidate>& all) const {
    const model::Component& from = after_.components[lack.from];
    BadPlace place;
    place.name = lack.name;
    place.version = from.name + " " + from.version;
    // One address stands for its registry; that of another package under another name would not be one.
    place.resolved = sibling_address(from, lack.name);
    if (place.resolved.empty()) place.resolved = from.resolved.value_or("");
    place.integrity = from.integrity;
    if (context_.kind != LockfileKind::pnpm) place.ranges.push_back(lack.range);
    place.doubt = context_.doubt;
    place.published_before = context_.published_before;
    std::string passed_over;
    std::size_t count = 0;
    for (const Candidate& each : all) {
      const change::Release& release = each.release;
      if (context_.kind != LockfileKind::pnpm && release.name != lack.name) continue;
      auto why = objection_to_added(each, place, all, *context_.registries);
      if (!why && is_known_malware(release.name, release.version, release.resolved, release.integrity,
                                   *context_.registries, *context_.knowledge))
        why = "is known to be bad itself";
      if (!why) return each;
      if (count++ < kMostPassedOver)
        passed_over += "; " + release.name + " " + release.version + " (" + each.evidence + ") " + *why;
    }
    return fail(ErrorCode::refused,
                from.name + " " + from.version + " needs " + lack.folder + (lack.asked.empty() ? "" : " ") +
                    lack.asked + ", which the lockfile does not have, and no source has one to add" + passed_over);
  }

  const AdditionContext& context_;
  const Inventory& after_;
};

}  // namespace

bool is_told(const std::vector<model::Added>& told, const model::Added& added, LockfileKind kind) {
  return kind == LockfileKind::yarn_classic && std::ranges::any_of(told, [&](const model::Added& each) {
           return each.name == added.name && each.version == added.version;
         });
}

Result<std::vector<Addition>> additions_for(const AdditionContext& context, const Inventory& after,
                                            const std::vector<Moved>& came) {
  std::vector<Addition> out;
  std::set<std::string> names;
  for (const Lack& lack : lacks_of(*context.before, after, came)) {
    // What one of yarn's blocks asks for may be what the next one is to be for.
    if (context.kind == LockfileKind::yarn_classic && !out.empty()) break;
    if (names.insert(context.kind == LockfileKind::pnpm ? reference_of(lack).key : lack.folder).second)
      out.push_back(TRY(Finder(context, after).find(lack)));
  }
  return out;
}

}  // namespace cordon::app
