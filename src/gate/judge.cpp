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

// Whether the waiver covers the release today.
const StoredWaiver* waiver_of(const std::vector<StoredWaiver>& waivers, std::string_view name, std::string_view version,
                              std::string_view rule, std::string_view today) {
  for (const StoredWaiver& one : waivers)
    if (one.name == name && (one.version.empty() || one.version == version) && (one.rule.empty() || one.rule == rule) &&
        !policy::has_expired(one.expires, today))
      return &one;
  return nullptr;
}

}  // namespace

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
};

Judge::Judge(const GateOptions& options, const intel::Knowledge* knowledge, Ledger& ledger)
    : options_(options), knowledge_(knowledge), ledger_(ledger) {
  for (const model::RegistryRow& row : options_.settings.registries) registries_.add(row);
  registries_.declare_private(options_.settings.declared_private);
}

std::string stated_integrity(const registry::VersionEntry& entry) {
  const auto hashes = model::parse_integrity(entry.integrity);
  const auto strongest = std::ranges::max_element(hashes, {}, &model::IntegrityHash::algorithm);
  if (strongest != hashes.end() && !strongest->sri.empty()) return strongest->sri;
  return model::integrity_of_hex(model::DigestAlgorithm::sha1, entry.shasum);
}

Result<std::vector<Judged>> Judge::judge(const Upstream& upstream, const registry::Packument& packument,
                                         std::int64_t now) const {
  const KnownPackage known = TRY(KnownPackage::read(knowledge_, packument.name));
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
                   judged.integrity};
    judge_one(one, judged);
    judged.scripts_approved = are_scripts_approved(one);
    if (!judged.held) continue;
    if (const StoredWaiver* waiver = waiver_of(waivers, packument.name, entry.version, judged.rule, today)) {
      judged.held = false;
      judged.waiver = waiver->id;
      judged.comes_of_age.reset();
    }
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
  const auto hold = [&](std::string_view rule, std::string reason) {
    out.held = true;
    out.rule = rule;
    out.reason = std::move(reason);
  };
  if (!one.entry.is_object || !registry::agrees_with_key(one.packument, one.entry))
    return hold(kUnreadableEntry, "its manifest calls itself something else than the document does");
  if (const auto bad = one.known.bad(one.entry.version, one.integrity))
    return hold(kKnownMalware, bad->id + ": " + bad->what);
  if (one.served != nullptr && !one.integrity.empty() && *one.served != one.integrity)
    return hold(kContentChanged, "its archive had the digest " + *one.served +
                                     " when it was handed out first, and the registry now says " + one.integrity);
  if (one.finding != nullptr && one.finding->blocks && one.finding->rules == rules_ &&
      (one.integrity.empty() || one.finding->integrity == one.integrity))
    return hold(one.finding->rule, one.finding->reason);
  if (auto judged = organisation(one)) {
    judged->integrity = std::move(out.integrity);
    out = std::move(*judged);
    return;
  }
  if (one.integrity.empty())
    return hold(kNoDigest,
                "the registry states no digest of its archive, so nobody can say whether it is what was published");
  if (options_.minimum_age_seconds <= 0 || !one.upstream.is_public || one.known.is_fix(one.entry.version)) return;
  if (!one.entry.published && !one.seen) return hold(kMinimumAge, "the registry does not say when it was published");
  // A registry may be told any time: what the gate saw itself counts where that is later.
  const std::int64_t since = std::max(one.entry.published.value_or(0), one.seen.value_or(0));
  if (one.now - since >= options_.minimum_age_seconds) return;
  hold(kMinimumAge, "published " + policy::age_text(std::max<std::int64_t>(0, one.now - since)) + " ago, and " +
                        policy::age_text(options_.minimum_age_seconds) + " are asked for");
  out.comes_of_age = since + options_.minimum_age_seconds;
}

// What policy.rules of cordon.yaml say.
std::optional<Judged> Judge::organisation(const Case& one) const {
  const policy::Rules& rules = options_.settings.rules;
  if (rules.rules.empty()) return std::nullopt;
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
  if (judgement.verdict != model::VerdictValue::block) return std::nullopt;
  for (const std::size_t i : judgement.breaches) {
    const policy::Rule& rule = rules.rules[i];
    if (rule.mode != model::RuleMode::enforce || rule.verdict != model::VerdictValue::block) continue;
    Judged out;
    out.held = true;
    out.rule = rule.id;
    out.reason = judgement.outcomes[i].fact + " (" + rule.owner + ": " + rule.reason + ")";
    if (rule.condition == policy::Condition::minimum_age && one.entry.published)
      out.comes_of_age = std::max(*one.entry.published, one.seen.value_or(0)) + rule.minimum_age_seconds;
    return out;
  }
  return std::nullopt;
}

}  // namespace cordon::gate
