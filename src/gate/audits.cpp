#include "gate/audits.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "gate/judge.h"
#include "gate/known_package.h"

namespace cordon::gate {
namespace {

// What one audit can be: the largest projects have some ten thousand packages, each in a handful of versions.
constexpr std::size_t kMostReleases = 100'000, kMostOfAPackage = 200, kMostTold = 100;
constexpr std::uint32_t kMostAsked = 1'000;

// Whether this client said so before: what it has it says at each installation.
Result<bool> is_told(Ledger& ledger, const StoredAudit& one) {
  const auto is_same = [&](const StoredAudit& other) {
    return other.version == one.version && other.address == one.address && other.malware == one.malware;
  };
  return std::ranges::any_of(TRY(ledger.audited(one.name, kMostAsked)), is_same);
}

}  // namespace

Result<void> Audits::keep(const registry::AuditRequest& audit, std::string_view address, std::string_view client,
                          std::int64_t now) {
  const CurrentKnowledge::Pointer knowledge = knowledge_.now();
  std::vector<StoredAudit> rows, bad;
  for (const registry::AuditedPackage& package : audit.packages) {
    const KnownPackage known = TRY(KnownPackage::read(knowledge.get(), package.name));
    const std::set<std::string> versions(package.versions.begin(), package.versions.end());
    std::size_t of_package = 0;
    for (const std::string& version : versions) {
      if (rows.size() == kMostReleases || of_package++ == kMostOfAPackage) break;
      const auto malware = known.bad(version, {});
      rows.push_back({now, package.name, version, std::string(address), std::string(client),
                      malware ? malware->id + ": " + malware->what : std::string()});
      if (malware && bad.size() < kMostTold && !TRY(is_told(ledger_, rows.back()))) bad.push_back(rows.back());
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
