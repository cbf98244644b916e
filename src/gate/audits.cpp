#include "gate/audits.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "gate/judge.h"
#include "gate/known_package.h"

namespace cordon::gate {
namespace {

// What one audit can be: the largest projects have some ten thousand packages, each in a handful of versions.
constexpr std::size_t kMostReleases = 100'000, kMostOfAPackage = 200, kMostTold = 100,
                      kMostLookedUp = 200;  // packages with malware
constexpr std::uint32_t kMostAsked = 1'000;

// Whether this client said so before: what it has it says at each installation.
bool is_told(const std::vector<StoredAudit>& before, const StoredAudit& one) {
  return std::ranges::any_of(before, [&](const StoredAudit& other) {
    return other.version == one.version && other.address == one.address && other.malware == one.malware;
  });
}

}  // namespace

Result<void> Audits::keep(const registry::AuditRequest& audit, std::string_view address, std::string_view client,
                          std::int64_t now) {
  const CurrentKnowledge::Pointer knowledge = knowledge_.now();
  std::vector<StoredAudit> rows, bad;
  std::size_t looked_up = 0;
  for (const registry::AuditedPackage& package : audit.packages) {
    const KnownPackage known = TRY(KnownPackage::read(knowledge.get(), package.name));
    const std::set<std::string> versions(package.versions.begin(), package.versions.end());
    std::size_t of_package = 0;
    std::optional<std::vector<StoredAudit>> before;
    for (const std::string& version : versions) {
      if (rows.size() == kMostReleases || of_package++ == kMostOfAPackage) break;
      const auto malware = known.bad(version, {});
      rows.push_back({now, package.name, version, std::string(address), std::string(client),
                      malware ? malware->id + ": " + malware->what : std::string()});
      if (!malware || bad.size() == kMostTold) continue;
      if (!before && looked_up == kMostLookedUp) continue;
      if (!before) before = TRY(ledger_.audited(package.name, kMostAsked)), ++looked_up;
      if (!is_told(*before, rows.back())) bad.push_back(rows.back());
    }
  }
  TRY(ledger_.keep_audit(rows));
  for (const StoredAudit& one : bad) {
    const std::string reason = "a client at " + one.address + " has it, by its own audit (" + one.malware + ")";
    journal_.decided({0, now, one.name, one.version, false, std::string(kKnownMalware), reason, one.client}, true);
    notices_.say(
        "audit " + one.name + one.version + one.address,
        text::visible(one.name) + "@" + text::visible(one.version) + " is known malware, and " + text::visible(reason));
  }
  return {};
}

}  // namespace cordon::gate
