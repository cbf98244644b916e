#include "change/risk.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace cordon::change {
namespace {

constexpr int kRareBelow = 40;   // decibels: 10,000 downloads a month
constexpr int kCommonFrom = 60;  // a million
constexpr std::int64_t kYoungHours = 72, kQuietDays = 365;
constexpr std::uint32_t kBurstFrom = 4;

class Tally {
 public:
  explicit Tally(const model::Place& place) : place_(place) { risk_.prior = kPrior; }

  void add(const Weight& weight, std::string text) {
    risk_.items.push_back({std::string(weight.fact), std::string(weight.family), weight.points, 0, std::move(text),
                           place_, std::string(weight.overturn)});
  }
  void unknown(std::string_view what) { risk_.unknown.emplace_back(what); }

  model::Risk finish() && {
    std::ranges::stable_sort(risk_.items, std::greater(),
                             [](const model::RiskItem& item) { return std::abs(item.points); });
    std::map<std::pair<std::string_view, bool>, int> seen;  // by family and sign
    risk_.points = kPrior;
    for (model::RiskItem& item : risk_.items) {
      const int rank = seen[{item.family, item.points > 0}]++;
      item.counted = rank == 0 ? item.points : rank == 1 ? item.points / 2 : 0;
      risk_.points += item.counted;
    }
    risk_.verdict = verdict_of(risk_.points);
    return std::move(risk_);
  }

 private:
  const model::Place& place_;
  model::Risk risk_;
};

const Weight& by_bump(Bump bump) {
  switch (bump) {
    case Bump::patch: return kNewByPatch;
    case Bump::minor: return kNewByMinor;
    case Bump::major: return kNewByMajor;
    case Bump::none:
    case Bump::prerelease:
    case Bump::lower:
    case Bump::unknown: return kNewByOther;
  }
  return kNewByOther;
}

void add_way(const Facts& facts, Tally& tally) {
  const auto by = [&](std::string_view what) { return facts.carrier + std::string(what); };
  switch (facts.way) {
    case Way::known:
    case Way::asked:
    case Way::wanted:
    case Way::rooted: return;
    case Way::loose: tally.add(kNewLoose, "nothing requires it"); break;
    case Way::below: tally.add(kNewBelow, by(" brought it in by another package that is new")); break;
    case Way::bumped: tally.add(by_bump(facts.bump), by(" requires it, and the release before did not")); break;
    case Way::same: tally.add(kNewBySame, by(" requires it now, and did not in the lockfile before")); break;
  }
  if (facts.only_change) tally.add(kOnlyChange, "nothing else came with the change");
}

void add_name(const Facts& facts, Tally& tally) {
  if (facts.way == Way::known) return;  // who was there before has a name of standing here
  if (!facts.listed) tally.unknown("how much it is used");
  else if (!*facts.listed) tally.add(kUnlisted, "no list of used packages has its name");
  else if (facts.decibels && *facts.decibels < kRareBelow) tally.add(kRare, "few use it");
  else if (facts.decibels && *facts.decibels >= kCommonFrom) {
    if (facts.is_counted) tally.add(kCommon, "a million installations a month and more");
    else tally.unknown("how much it is used where it comes from");
  }
  if (!facts.looks_like.empty()) tally.add(kLookAlike, "its name can be taken for " + facts.looks_like);
  else if (!facts.holds_name.empty()) tally.add(kHoldsName, "its name holds that of " + facts.holds_name);
  if (!facts.is_vouched) return;  // elsewhere anybody may take the name
  if (!facts.known_scope.empty())
    tally.add(kKnownScope,
              "the project had packages of " + facts.known_scope + " before, and only its owner publishes there");
  else if (!facts.family.empty()) tally.add(kFamily, "it is named as what brought it in: " + facts.family);
}

void add_script(const Facts& facts, Tally& tally) {
  const std::string script = facts.script_text.empty() ? "" : " (" + facts.script_text + ")";
  if (!facts.script) tally.unknown("whether it runs code when it is installed");
  else if (facts.script_gained)
    tally.add(kScriptGained, "it runs code when it is installed, and the release before did not");
  else if (*facts.script && facts.way != Way::known) tally.add(kScript, "it runs code when it is installed");
  else if (!*facts.script) tally.add(kNoScript, "it runs no code when it is installed");
}

void add_import(const Facts& facts, Tally& tally) {
  if (facts.way == Way::known || facts.way == Way::asked || facts.way == Way::loose) return;
  if (!facts.imported) tally.unknown("whether the code of what requires it imports it");
  else if (*facts.imported) tally.add(kImported, "the code of what requires it imports it");
  else tally.add(kImportedByNobody, "no code of what requires it imports it");
}

void add_source(const Facts& facts, Tally& tally) {
  if (!facts.origin_changed.empty()) tally.add(kOriginChanged, "its source changed: " + facts.origin_changed);
  else if (!facts.no_registry.empty()) tally.add(kNoRegistry, "it comes from no registry: " + facts.no_registry);
  else if (!facts.other_registry.empty())
    tally.add(kOtherRegistry, "it comes from " + facts.other_registry + ", and nothing else does");
  if (facts.no_integrity) tally.add(kNoIntegrity, "no digest holds its content");
}

void add_metadata(const Facts& facts, Tally& tally) {
  const std::string whose = facts.way == Way::known ? "its " : "its carrier's ";
  if (!facts.publication.trust_lost.empty())
    tally.add(kTrustLost,
              whose + "release can no longer be traced to where it was built: " + facts.publication.trust_lost);
  if (!facts.publication.new_publisher.empty())
    tally.add(kNewPublisher, whose + "release was published by " + facts.publication.new_publisher);
  if (facts.publication.quiet_days && *facts.publication.quiet_days > kQuietDays)
    tally.add(kRevived,
              whose + "last release before was " + std::to_string(*facts.publication.quiet_days) + " days older");
  if (facts.publication.burst >= kBurstFrom)
    tally.add(kManyReleases,
              std::to_string(facts.publication.burst) + " of " + whose + "releases came within six hours");
  if (!facts.publication.odd_version.empty())
    tally.add(kOddVersion, whose + "versions do not lead there: " + facts.publication.odd_version);
  if (facts.not_in_registry) {
    tally.add(kNotInRegistry, "its registry does not have this release: it was taken down, or never there");
    tally.unknown("how old the release is");
    tally.unknown("who published it");
  }
  if (!facts.hidden.empty()) tally.add(kHidden, "its archive " + facts.hidden + ", and its registry does not tell");
  if (!facts.untold_by.empty())
    tally.add(kUntold, facts.untold_by + " requires it here, and not by what the registry tells");
  const bool is_young = facts.hours_before_carrier && *facts.hours_before_carrier < kYoungHours;
  if (!is_young && facts.hours_old && *facts.hours_old < kYoungHours)
    tally.add(kFresh, "it was published " + std::to_string(*facts.hours_old) + " hours ago");
  if (facts.way == Way::known) return;
  if (!facts.hours_before_carrier) tally.unknown("how old the package is");
  else if (is_young)
    tally.add(kYoung, "the package was " + std::to_string(std::max<std::int64_t>(0, *facts.hours_before_carrier)) +
                          " hours old when its carrier was published");
  if (facts.borrowed_repository)
    tally.add(kBorrowedRepository, "it says it comes from the repository of " + facts.holds_name);
  if (!facts.shared_publisher) tally.unknown("whether who published it publishes its carrier, too");
  else if (*facts.shared_publisher) tally.add(kSharedPublisher, "who published it publishes its carrier, too");
}

}  // namespace

model::VerdictValue verdict_of(std::int64_t points) {
  if (points >= kBlock) return model::VerdictValue::block;
  return points >= kReview ? model::VerdictValue::review : model::VerdictValue::allow;
}

model::Risk assess(const Facts& facts) {
  Tally tally(facts.place);
  add_way(facts, tally);
  add_name(facts, tally);
  add_script(facts, tally);
  add_import(facts, tally);
  add_source(facts, tally);
  add_metadata(facts, tally);
  if (!facts.seen_before) tally.unknown("whether the project has used it before");
  else if (*facts.seen_before) {
    if (facts.is_vouched) tally.add(kSeenBefore, "the project has used it before");
  } else if (facts.way != Way::known) tally.add(kNeverSeen, "the project has never used it before");
  return std::move(tally).finish();
}

}  // namespace cordon::change
