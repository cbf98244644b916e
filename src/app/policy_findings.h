// The rules of the organisation, held against everything that a scan reads.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "app/policy_releases.h"
#include "base/clock.h"
#include "checks/project.h"
#include "model/generated/model.h"
#include "policy/judge.h"
#include "policy/settings.h"

namespace cordon::app {

class PolicyRun {
 public:
  // The rules must outlive it. Every release is judged by the time at which this is made.
  PolicyRun(const policy::Rules& rules, const Clock& clock);

  // Whether a rule asks how old releases are.
  bool asks_ages() const {
    return std::ranges::any_of(
        rules_.rules, [](const policy::Rule& rule) { return rule.condition == policy::Condition::minimum_age; });
  }

  // Appends a finding for each release of the project and kind of condition that it breaks. Any thread may call it.
  void judge(const checks::Project& project, std::vector<model::Finding>& out);

  // When all projects are judged: appends findings about rules that have expired, and Coverage about rules that lack
  // facts; returns what became of each rule, or nothing where there are none.
  std::optional<model::PolicyUsed> finish(std::vector<model::Finding>& findings, model::Coverage& coverage) const;

 private:
  struct Tally {
    std::unordered_set<std::size_t> judged, broken, unknown;  // hashes of the releases' keys
    std::set<std::string> names;                              // of those of which something is unknown: the first few
    std::string fact, supply;                                 // of what is not known
  };

  void count(const PlacedRelease& release, const policy::Judgement& judgement);

  const policy::Rules& rules_;
  std::int64_t now_;
  std::string today_;
  std::mutex mutex_;
  std::vector<Tally> tallies_;  // of each rule
};

// What the first line says of rules that are enforced and broken: "; 3 releases break a rule of the organisation
// (young)". Waived findings do not count.
std::string broken_rules_text(const std::vector<model::Finding>& findings);

// What a report says of a rule, with nothing counted yet.
model::RuleUsed describe_rule(const policy::Rule& rule);

// What the waivers of a scan may name: the rules of checks and of policy, and those of the organisation.
std::vector<std::string> known_rules(const policy::Settings& settings);

}  // namespace cordon::app
