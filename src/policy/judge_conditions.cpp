#include "policy/judge_conditions.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/integrity.h"

namespace cordon::policy {
namespace {

using model::InstallScript;
using model::Origin;

RuleOutcome met(std::string fact) { return {Outcome::met, std::move(fact), {}}; }
RuleOutcome broken(std::string fact) { return {Outcome::broken, std::move(fact), {}}; }
RuleOutcome unknown(std::string fact, std::string supply) {
  return {Outcome::unknown, std::move(fact), std::move(supply)};
}

RuleOutcome by_age(const Rule& rule, const Release& release) {
  if (!release.age)
    return unknown("nothing at hand says when it was published",
                   "--online, the registry's document in a folder of --archives FOLDER, or npm's cache");
  const std::string asked = age_text(rule.minimum_age_seconds);
  const std::string when = release.age->seconds < 0 ? "published " + age_text(-release.age->seconds) + " from now"
                                                    : "published " + age_text(release.age->seconds) + " ago";
  std::string fact = fmt::format("{}, by {}; {} are asked for", when, release.age->said_by, asked);
  return release.age->seconds < rule.minimum_age_seconds ? broken(std::move(fact)) : met(std::move(fact));
}

bool is_below(std::string_view host, std::string_view domain) {
  if (domain.empty() || !host.ends_with(domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

RuleOutcome by_registry(const Rule& rule, const Release& release) {
  const std::string allowed = fmt::format("{}", fmt::join(rule.registries, ", "));
  if (release.origin != Origin::registry && release.origin != Origin::patch)
    return broken(fmt::format("comes from {}, not from a registry; allowed: {}", to_string(release.origin), allowed));
  if (release.registry.id.empty() && release.host.empty())
    return unknown("nothing at hand says which registry it comes from", "a lockfile that records addresses");
  const std::string from = release.host.empty() || release.host == release.registry.id
                               ? release.registry.id
                               : fmt::format("{} ({})", release.host, release.registry.id);
  const bool fits = std::ranges::any_of(rule.registries, [&](const std::string& each) {
    return each == release.registry.id || is_below(release.host, each) || is_below(release.registry.id, each);
  });
  std::string fact = fmt::format("comes from {}; allowed: {}", from, allowed);
  return fits ? met(std::move(fact)) : broken(std::move(fact));
}

RuleOutcome by_licence(const Rule& rule, const Release& release) {
  const std::string stated = fmt::format("{}", fmt::join(release.licences, "; "));
  const std::string list =
      fmt::format("{}: {}", rule.licences.forbids ? "denied" : "allowed", fmt::join(rule.licences.names, ", "));
  switch (judge_licences(release.licences, rule.licences)) {
    case LicenceAnswer::within: return met(stated + "; " + list);
    case LicenceAnswer::outside: return broken("licence " + stated + "; " + list);
    case LicenceAnswer::unknown: break;
  }
  return unknown(release.licences.empty() ? "nothing at hand states its licence"
                                          : "its licence is stated as \"" + stated + "\", which decides nothing",
                 release.licences.empty() ? "the installed package, a lockfile of npm, or an SBOM"
                                          : "somebody who reads it, and a waiver or an exception of the rule");
}

// The digests that clients check: of several kinds the strongest alone, and an archive that has one of these passes.
std::vector<std::string> checked_digests(const Release& release) {
  std::vector<model::IntegrityHash> hashes;
  for (const std::string& each : release.integrity)
    for (model::IntegrityHash& hash : model::parse_integrity(each))
      if (!hash.sri.empty()) hashes.push_back(std::move(hash));
  std::vector<std::string> out;
  if (hashes.empty()) return out;
  const model::DigestAlgorithm strongest =
      std::ranges::max_element(hashes, {}, &model::IntegrityHash::algorithm)->algorithm;
  for (model::IntegrityHash& hash : hashes)
    if (hash.algorithm == strongest) out.push_back(std::move(hash.sri));
  return out;
}

// Why the approvals do not cover the release; empty where one does.
std::string objection(const std::vector<Approval>& approvals, const Release& release, std::string_view today) {
  const std::vector<std::string> digests = checked_digests(release);
  std::string why = "policy.scripts does not name it";
  for (const Approval& each : approvals) {
    if (each.package.match(release.type, release.name, {}) != Match::yes) continue;
    const std::string line = fmt::format("line {} of policy.scripts", each.place.line);
    if (each.version != release.version) {
      if (!why.contains("digest")) why = fmt::format("{} approves it in version {}", line, each.version);
      continue;
    }
    const auto other = std::ranges::find_if(digests, [&](const std::string& digest) {
      return std::ranges::find(each.digests, digest) == each.digests.end();
    });
    const bool same = !digests.empty() && other == digests.end();
    if (same && !has_expired(each.expires, today)) return {};
    if (same) why = fmt::format("the approval in {} held until {}", line, each.expires);
    else if (digests.empty())
      why = line + " approves it with a digest, and nothing at hand gives the digest of this one";
    else why = fmt::format("{} approves another digest, {}; this one has {}", line, each.digests.front(), *other);
  }
  return why;
}

RuleOutcome by_script(const Rules& rules, const Release& release, std::string_view today) {
  if (release.install_script == InstallScript::no) return met("runs no code when it is installed");
  const std::string why = objection(rules.approvals, release, today);
  if (why.empty()) return met("policy.scripts approves it in this version and with this digest");
  if (release.install_script == InstallScript::unknown)
    return unknown("nothing at hand says whether it runs code when it is installed",
                   "--online, or its archive in a folder of --archives FOLDER");
  return broken("runs code when it is installed; " + why);
}

}  // namespace

RuleOutcome condition_of(const Rule& rule, const Rules& rules, const Release& release, std::string_view today) {
  switch (rule.condition) {
    case Condition::minimum_age: return by_age(rule, release);
    case Condition::registries: return by_registry(rule, release);
    case Condition::banned: return broken("is banned");
    case Condition::licences: return by_licence(rule, release);
    case Condition::install_scripts: return by_script(rules, release, today);
    case Condition::maximum_risk: {
      const std::int64_t risk = release.risk.value_or(0);
      std::string fact =
          fmt::format("{:+} dB by the change that brought it; up to {:+} are allowed", risk, rule.maximum_risk);
      return risk > rule.maximum_risk ? broken(std::move(fact)) : met(std::move(fact));
    }
  }
  return {};
}

}  // namespace cordon::policy
