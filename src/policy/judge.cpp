#include "policy/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/judge_conditions.h"

namespace cordon::policy {
namespace {

using model::Origin;

// Whether the rule speaks of the release: yes, no, or not to be said.
Match is_meant(const Rule& rule, const Release& release) {
  const auto any = [&](const std::vector<PackagePattern>& patterns) {
    Match best = Match::no;
    for (const PackagePattern& pattern : patterns) {
      const Match match = pattern.match(release.type, release.name, release.version);
      if (match == Match::yes) return match;
      if (match == Match::unknown) best = match;
    }
    return best;
  };
  const Match meant = any(rule.packages);
  if (meant == Match::no) return meant;
  const Match excepted = any(rule.except);
  if (excepted == Match::yes) return Match::no;
  return excepted == Match::unknown ? excepted : meant;
}

// What is of the project itself is nobody's release. What was copied into the tree, or came inside another archive, has
// no publication or registry of its own.
bool is_of_kind(Condition condition, const Release& release) {
  if (release.origin == Origin::workspace || release.origin == Origin::link) return false;
  switch (condition) {
    case Condition::banned: return true;
    case Condition::minimum_age:
    case Condition::registries: return !release.bundled && release.origin != Origin::vendored;
    case Condition::licences:
    case Condition::install_scripts: return release.origin != Origin::vendored;
    case Condition::maximum_risk: return release.is_new && release.risk.has_value();
  }
  return true;
}

RuleOutcome outcome_of(const Rule& rule, const Rules& rules, const Release& release, std::string_view today) {
  if (!is_of_kind(rule.condition, release)) return {};
  const Match meant = is_meant(rule, release);
  if (meant == Match::no) return {};
  if (has_expired(rule.expires, today)) return {Outcome::expired, "it held until " + rule.expires, {}};
  RuleOutcome out = condition_of(rule, rules, release, today);
  if (meant == Match::yes || out.outcome == Outcome::met) return out;
  return {Outcome::unknown, "the version has no place in the order: nobody can say whether it is meant",
          "a version that the ecosystem knows"};
}

// How much a breach counts.
int weight(const Rule& rule) {
  return (rule.mode == model::RuleMode::enforce ? 2 : 0) + (rule.verdict == model::VerdictValue::block ? 1 : 0);
}

}  // namespace

Judgement judge(const Rules& rules, const Release& release, std::string_view today) {
  Judgement out;
  out.outcomes.reserve(rules.rules.size());
  std::array<std::optional<std::size_t>, kConditions> worst;
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const Rule& rule = rules.rules[i];
    out.outcomes.push_back(outcome_of(rule, rules, release, today));
    if (out.outcomes.back().outcome != Outcome::broken) continue;
    std::optional<std::size_t>& at = worst[static_cast<std::size_t>(rule.condition)];
    if (!at || weight(rule) > weight(rules.rules[*at])) at = i;
  }
  for (const std::optional<std::size_t>& each : worst)
    if (each) out.breaches.push_back(*each);
  std::ranges::sort(out.breaches);
  for (const std::size_t each : out.breaches) {
    const Rule& rule = rules.rules[each];
    if (rule.mode == model::RuleMode::enforce) out.verdict = std::max(out.verdict, rule.verdict);
  }
  return out;
}

bool speaks_of(const Rule& rule, const Release& release) {
  return is_of_kind(rule.condition, release) && is_meant(rule, release) != Match::no;
}

std::string_view type_of_purl(std::string_view purl) {
  if (!purl.starts_with("pkg:")) return {};
  purl.remove_prefix(4);
  return purl.substr(0, purl.find('/'));
}

std::string age_text(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 60 * kMinute, kDay = 24 * kHour;
  if (seconds >= 2 * kDay || seconds == kDay) return fmt::format("{} d", seconds / kDay);
  if (seconds >= kHour) return fmt::format("{} h", seconds / kHour);
  return fmt::format("{} min", seconds / kMinute);
}

}  // namespace cordon::policy
