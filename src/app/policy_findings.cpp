#include "app/policy_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <tuple>

#include "checks/project.h"
#include "model/finding.h"
#include "policy/finding_rules.h"

namespace cordon::app {
namespace {

constexpr std::string_view kName = "policy";
constexpr std::size_t kNamed = 5;

using model::Severity;
using policy::Condition;
using policy::Outcome;

std::string label(const policy::Release& release) {
  return release.version.empty() ? release.name : release.name + "@" + release.version;
}

Severity severity_of(const policy::Rule& rule) {
  const bool blocks = rule.verdict == model::VerdictValue::block;
  if (rule.mode == model::RuleMode::observe) return blocks ? Severity::low : Severity::info;
  return blocks ? Severity::high : Severity::medium;
}

const char* complaint(Condition condition) {
  switch (condition) {
    case Condition::minimum_age: return "is younger than is allowed";
    case Condition::registries: return "comes from a registry that is not allowed for it";
    case Condition::banned: return "is banned";
    case Condition::licences: return "is under a licence that is not allowed";
    case Condition::install_scripts: return "runs code at install and is not approved";
    case Condition::maximum_risk: return "is riskier than is allowed";
  }
  return "breaks a rule";
}

model::Remedy how_to_meet(const policy::Rule& rule) {
  switch (rule.condition) {
    case Condition::minimum_age:
      return {1,
              "Take the last release that has been published for " + policy::age_text(rule.minimum_age_seconds) +
                  ", or wait until this one has.",
              std::nullopt};
    case Condition::registries:
      return {1,
              fmt::format("Point the client's settings to a registry that is allowed ({}), and resolve it again.",
                          fmt::join(rule.registries, ", ")),
              std::nullopt};
    case Condition::banned: return {1, "Remove it, or take a release that the rule does not mean.", std::nullopt};
    case Condition::licences: return {1, "Replace it by something under a licence that is allowed.", std::nullopt};
    case Condition::install_scripts:
      return {1, "Review what it runs, then approve this version with this digest in policy.scripts.",
              "cordon scripts --allow-list cordon"};
    case Condition::maximum_risk:
      return {1, "Have somebody look at the facts of the change before it is installed.", std::nullopt};
  }
  return {1, "Meet the rule.", std::nullopt};
}

model::RuleBroken broken(const policy::Rule& rule) {
  model::RuleBroken out{rule.id, rule.verdict, rule.mode, rule.owner, rule.reason, std::nullopt};
  if (!rule.expires.empty()) out.expires = rule.expires;
  return out;
}

void append(std::vector<model::Finding>& out, model::FindingInput input) {
  auto made = model::make_finding(std::move(input));
  assert(made);
  if (made) out.push_back(std::move(*made));
}

void conclude(const policy::Rule& rule, const policy::RuleOutcome& outcome, const PlacedRelease& placed,
              std::vector<model::Finding>& out) {
  model::FindingInput input;
  input.rule_id = policy::finding_rule_of(rule.condition);
  input.title = fmt::format("{} {} (rule {})", label(placed.release), complaint(rule.condition), rule.id);
  input.severity = severity_of(rule);
  input.subject = model::package_subject(*placed.component);
  input.scope = placed.component->scope;
  input.instances = placed.instances;
  const model::Place& first = placed.component->place;
  input.evidence.push_back(model::text_span(first.path, first.line, outcome.fact, kName));
  if (!placed.release.integrity.empty())
    input.evidence.back().digest = fmt::format("{}", fmt::join(placed.release.integrity, " "));
  input.evidence.push_back(model::text_span(rule.place.path, rule.place.line,
                                            fmt::format("rule {}: {}; {}", rule.id, rule.demand, rule.reason), kName));
  for (const model::Place& place : placed.places)
    if (place != first) input.evidence.push_back(model::text_span(place.path, place.line, "the same release", kName));
  input.remedy.push_back(how_to_meet(rule));
  input.remedy.push_back({2, "Or ask " + rule.owner + ", who answers for the rule " + rule.id + ".", std::nullopt});
  input.remedy.push_back(
      {3,
       fmt::format(
           "An exception is a waiver in cordon.yaml: {{rule: {}, subject: \"{}\", owner: …, reason: …, expires: "
           "YYYY-MM-DD}}",
           rule.id, placed.component->purl),
       std::nullopt});
  input.policy = broken(rule);
  append(out, std::move(input));
}

void conclude_expired(const policy::Rule& rule, std::vector<model::Finding>& out) {
  model::FindingInput input;
  input.rule_id = "policy.rule-expired";
  input.title = fmt::format("the rule {} expired on {} and decides nothing any more", rule.id, rule.expires);
  input.severity = Severity::medium;
  input.subject = model::file_subject(rule.place.path, rule.place.line);
  input.subject.name = "rule " + rule.id;  // two rules of one file must not share an id
  input.evidence.push_back(model::text_span(rule.place.path, rule.place.line,
                                            fmt::format("rule {}: {}; until {}", rule.id, rule.demand, rule.expires),
                                            kName));
  input.remedy.push_back({1, "Renew it with " + rule.owner + ", or remove it.", std::nullopt});
  append(out, std::move(input));
}

}  // namespace

PolicyRun::PolicyRun(const policy::Rules& rules, const Clock& clock)
    : rules_(rules), now_(clock.unix_seconds()), today_(clock.today()), tallies_(rules.rules.size()) {}

void PolicyRun::count(const PlacedRelease& release, const policy::Judgement& judgement) {
  const std::size_t key = std::hash<std::string>()(release.key);
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const policy::RuleOutcome& outcome = judgement.outcomes[i];
    Tally& tally = tallies_[i];
    if (outcome.outcome == Outcome::not_of_it || outcome.outcome == Outcome::expired) continue;
    tally.judged.insert(key);
    if (outcome.outcome == Outcome::broken) tally.broken.insert(key);
    if (outcome.outcome != Outcome::unknown) continue;
    tally.unknown.insert(key);
    tally.names.insert(label(release.release));
    if (tally.names.size() > kNamed + 1) tally.names.erase(std::prev(tally.names.end()));
    if (tally.fact.empty() ||  // of several the first in order, whichever thread came first
        std::tie(outcome.supply, outcome.fact) < std::tie(tally.supply, tally.fact)) {
      tally.fact = outcome.fact;
      tally.supply = outcome.supply;
    }
  }
}

void PolicyRun::judge(const checks::Project& project, std::vector<model::Finding>& out) {
  if (rules_.rules.empty()) return;
  for (const PlacedRelease& each : releases_of(project, rules_, now_)) {
    const policy::Judgement judgement = policy::judge(rules_, each.release, today_);
    count(each, judgement);
    for (const std::size_t rule : judgement.breaches) conclude(rules_.rules[rule], judgement.outcomes[rule], each, out);
  }
}

std::optional<model::PolicyUsed> PolicyRun::finish(std::vector<model::Finding>& findings,
                                                   model::Coverage& coverage) const {
  if (rules_.rules.empty()) return std::nullopt;
  model::PolicyUsed used;
  for (std::size_t i = 0; i < tallies_.size(); ++i) {
    const policy::Rule& rule = rules_.rules[i];
    const Tally& tally = tallies_[i];
    model::RuleUsed& row = used.rules.emplace_back(describe_rule(rule));
    row.judged = static_cast<std::uint32_t>(tally.judged.size());
    row.broken = static_cast<std::uint32_t>(tally.broken.size());
    row.unknown = static_cast<std::uint32_t>(tally.unknown.size());
    if (policy::has_expired(rule.expires, today_)) conclude_expired(rule, findings);
    if (tally.unknown.empty()) continue;
    std::string names;
    std::size_t shown = 0;
    for (const std::string& name : tally.names) {
      if (shown++ == kNamed) {
        names += ", …";
        break;
      }
      names += (names.empty() ? "" : ", ") + name;
    }
    coverage.unread.push_back(
        {rule.place.path, rule.place.line, "policy_unknown",
         fmt::format("the rule {} lacks a fact of {} release{} ({}): {}; what would give it: {}", rule.id, row.unknown,
                     row.unknown == 1 ? "" : "s", names, tally.fact, tally.supply),
         rule.mode == model::RuleMode::enforce});
  }
  return used;
}

std::string broken_rules_text(const std::vector<model::Finding>& findings) {
  std::set<std::string> releases, rules;
  for (const model::Finding& finding : findings) {
    if (finding.waived || !finding.policy || finding.policy->mode == model::RuleMode::observe) continue;
    releases.insert(finding.subject.purl.value_or(""));
    rules.insert(finding.policy->id);
  }
  if (releases.empty()) return {};
  const bool one = releases.size() == 1;
  return fmt::format("; {} release{} {} a rule of the organisation ({})", releases.size(), one ? "" : "s",
                     one ? "breaks" : "break", fmt::join(rules, ", "));
}

model::RuleUsed describe_rule(const policy::Rule& rule) {
  model::RuleUsed out;
  out.id = rule.id;
  out.condition = rule.demand;
  out.verdict = rule.verdict;
  out.mode = rule.mode;
  out.owner = rule.owner;
  out.reason = rule.reason;
  if (!rule.expires.empty()) out.expires = rule.expires;
  out.place = rule.place;
  return out;
}

std::vector<std::string> known_rules(const policy::Settings& settings) {
  std::vector<std::string> out;
  for (const checks::CheckRow& check : checks::all_checks())
    for (const checks::Rule& rule : check.rules) out.emplace_back(rule.id);
  for (const policy::FindingRule& rule : policy::finding_rules()) out.emplace_back(rule.id);
  for (const policy::Rule& rule : settings.rules.rules) out.push_back(rule.id);
  return out;
}

}  // namespace cordon::app
