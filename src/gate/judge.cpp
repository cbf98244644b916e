#include "gate/judge.h"

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "gate/known_package.h"
#include "gate/own_folder.h"
#include "model/integrity.h"
#include "policy/judge.h"

namespace cordon::gate {
namespace {

constexpr std::int64_t kDay = 86'400;

// Those that cover the release today, whatever they lift.
std::vector<const StoredWaiver*> waivers_of(const std::vector<StoredWaiver>& waivers, std::string_view name,
                                            std::string_view version, std::string_view today) {
  std::vector<const StoredWaiver*> out;
  for (const StoredWaiver& one : waivers)
    if (one.name == name && (one.version.empty() || one.version == version) && !policy::has_expired(one.expires, today))
      out.push_back(&one);
  return out;
}

}  // namespace

bool differ(std::string_view before, std::string_view now) {
  const auto kind_of = [](std::string_view integrity) { return integrity.substr(0, integrity.find('-')); };
  return !now.empty() && kind_of(before) == kind_of(now) && before != now;
}

bool Judged::is_lifted(std::string_view by_rule) const {
  return std::ranges::any_of(lifted, [&](const std::string& one) { return one.empty() || one == by_rule; });
}

// One version and all that its judgement needs.
struct Judge::Case {
  const Upstream& upstream;
  const registry::Packument& packument;
  const registry::VersionEntry& entry;
  const KnownPackage& known;
  std::optional<std::int64_t> seen;  // since when the gate knows of it; empty: from the start
  const std::string* served;         // the integrity that was handed out for it; null: none was
  const StoredFinding* finding;
  std::int64_t now;
  std::string_view today;
  std::string integrity;
  std::vector<const StoredWaiver*> waivers;

  // Lets the rule hold it, unless a waiver lifts just that: then it is noted, and the next rule is asked.
  bool hold(Judged& out, std::string_view rule, std::string reason) const {
    const auto lifts = std::ranges::find_if(
        waivers, [&](const StoredWaiver* each) { return each->rule.empty() || each->rule == rule; });
    out.held = lifts == waivers.end();
    if (!out.held && out.waiver != 0) return false;
    out.rule = rule;
    out.reason = std::move(reason);
    out.waiver = out.held ? 0 : (*lifts)->id;
    return out.held;
  }
};

Judge::Judge(const GateOptions& options, const CurrentKnowledge& knowledge, Ledger& ledger)
    : options_(options), knowledge_(knowledge), ledger_(ledger) {
  for (const model::RegistryRow& row : options_.settings.registries) registries_.add(row);
  registries_.declare_private(options_.settings.declared_private);
}

std::string stated_integrity(const registry::VersionEntry& entry) {
  auto hashes = model::parse_integrity(entry.integrity);
  // Nothing here computes it: the SHA-1 beside it, which every registry states, is held against the archive then, and
  // the client holds the other.
  std::erase_if(hashes,
                [](const model::IntegrityHash& one) { return one.algorithm == model::DigestAlgorithm::sha384; });
  const auto strongest = std::ranges::max_element(hashes, {}, &model::IntegrityHash::algorithm);
  if (strongest != hashes.end() && !strongest->sri.empty()) return strongest->sri;
  return model::integrity_of_hex(model::DigestAlgorithm::sha1, entry.shasum);
}

Result<std::vector<Judged>> Judge::judge(const Upstream& upstream, const registry::Packument& packument,
                                         std::int64_t now) const {
  const CurrentKnowledge::Pointer knowledge = knowledge_.now();
  const KnownPackage known = TRY(KnownPackage::read(knowledge.get(), packument.name));
  std::vector<std::string_view> versions;
  for (const registry::VersionEntry& entry : packument.versions) versions.push_back(entry.version);
  const std::string& folder = options_.folder;
  const auto seen = TRY(own(folder, ledger_.see(upstream.base, packument.name, versions, now)));
  const auto served = TRY(own(folder, ledger_.served(upstream.base, packument.name)));
  const auto findings = TRY(own(folder, ledger_.findings(upstream.base, packument.name)));
  const std::vector<StoredWaiver> waivers = TRY(own(folder, ledger_.waivers()));
  const std::string today = date_of(now / kDay);
  std::vector<Judged> out(packument.versions.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const registry::VersionEntry& entry = packument.versions[i];
    Judged& judged = out[i];
    judged.integrity = stated_integrity(entry);
    const auto first = seen.find(entry.version);
    const auto before = served.find(entry.version);
    const auto finding = findings.find(entry.version);
    const Case one{upstream,
                   packument,
                   entry,
                   known,
                   first == seen.end() ? std::nullopt : std::optional(first->second),
                   before == served.end() ? nullptr : &before->second,
                   finding == findings.end() ? nullptr : &finding->second,
                   now,
                   today,
                   judged.integrity,
                   waivers_of(waivers, packument.name, entry.version, today)};
    for (const StoredWaiver* each : one.waivers) judged.lifted.push_back(each->rule);
    judge_one(one, judged);
    judged.scripts_approved = are_scripts_approved(one);
  }
  return out;
}

// policy.scripts: a name, a version and the digest of the archive.
bool Judge::are_scripts_approved(const Case& one) const {
  if (!one.entry.runs_at_install) return true;
  return std::ranges::any_of(options_.settings.rules.approvals, [&](const policy::Approval& approval) {
    return approval.version == one.entry.version &&
           approval.package.match("npm", one.packument.name, one.entry.version) == policy::Match::yes &&
           std::ranges::find(approval.digests, one.integrity) != approval.digests.end() &&
           !policy::has_expired(approval.expires, one.today);
  });
}

// The first rule that holds it decides, in the order of how little there is to argue about.
void Judge::judge_one(const Case& one, Judged& out) const {
  if ((!one.entry.is_object || !registry::agrees_with_key(one.packument, one.entry)) &&
      one.hold(out, kUnreadableEntry, "its manifest calls itself something else than the document does"))
    return;
  if (const auto bad = one.known.bad(one.entry.version, one.integrity);
      bad && one.hold(out, kKnownMalware, bad->id + ": " + bad->what))
    return;
  if (one.served != nullptr && differ(*one.served, one.integrity) &&
      one.hold(out, kContentChanged,
               "its archive had the digest " + *one.served +
                   " when it was handed out first, and the registry now says " + one.integrity))
    return;
  if (one.finding != nullptr && one.finding->blocks && one.finding->rules == rules_ &&
      (one.integrity.empty() || one.finding->integrity == one.integrity) &&
      one.hold(out, one.finding->rule, one.finding->reason))
    return;
  if (organisation(one, out)) return;
  if (one.integrity.empty() &&
      one.hold(out, kNoDigest,
               "the registry states no digest of its archive, so nobody can say whether it is what was published"))
    return;
  is_too_young(one, out);
}

bool Judge::is_too_young(const Case& one, Judged& out) const {
  if (options_.minimum_age_seconds <= 0 || !one.upstream.is_public || one.known.is_fix(one.entry.version)) return false;
  if (!one.entry.published && !one.seen)
    return one.hold(out, kMinimumAge, "the registry does not say when it was published");
  // A registry may be told any time: what the gate saw itself counts where that is later.
  const std::int64_t since = std::max(one.entry.published.value_or(0), one.seen.value_or(0));
  if (one.now - since >= options_.minimum_age_seconds) return false;
  if (!one.hold(out, kMinimumAge,
                "published " + policy::age_text(std::max<std::int64_t>(0, one.now - since)) + " ago, and " +
                    policy::age_text(options_.minimum_age_seconds) + " are asked for"))
    return false;
  out.comes_of_age = since + options_.minimum_age_seconds;
  return true;
}

// What policy.rules of cordon.yaml say.
bool Judge::organisation(const Case& one, Judged& out) const {
  const policy::Rules& rules = options_.settings.rules;
  if (rules.rules.empty()) return false;
  policy::Release release;
  release.type = "npm";
  release.name = one.packument.name;
  release.version = one.entry.version;
  release.registry = registries_.classify("npm", one.upstream.base, release.name);
  release.host = model::Registries::host_of(one.upstream.base);
  if (!one.integrity.empty()) release.integrity.push_back(one.integrity);
  release.install_script = one.entry.runs_at_install ? model::InstallScript::yes : model::InstallScript::unknown;
  if (one.entry.published)
    release.age =
        policy::KnownAge{one.now - std::max(*one.entry.published, one.seen.value_or(0)), "the registry's document"};
  const policy::Judgement judgement = policy::judge(rules, release, one.today);
  if (judgement.verdict != model::VerdictValue::block) return false;
  for (const std::size_t i : judgement.breaches) {
    const policy::Rule& rule = rules.rules[i];
    if (rule.mode != model::RuleMode::enforce || rule.verdict != model::VerdictValue::block) continue;
    if (!one.hold(out, rule.id, judgement.outcomes[i].fact + " (" + rule.owner + ": " + rule.reason + ")")) continue;
    if (rule.condition == policy::Condition::minimum_age && one.entry.published)
      out.comes_of_age = std::max(*one.entry.published, one.seen.value_or(0)) + rule.minimum_age_seconds;
    return true;
  }
  return false;
}

}  // namespace cordon::gate
