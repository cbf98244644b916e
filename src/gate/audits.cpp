#include "gate/audits.h"

#include <vector>

#include "base/text.h"
#include "gate/judge.h"
#include "gate/known_package.h"

namespace cordon::gate {

Result<void> Audits::keep(const registry::AuditRequest& audit, std::string_view address, std::string_view client,
                          std::int64_t now) {
  std::vector<StoredAudit> rows;
  std::vector<StoredDecision> bad;
  for (const registry::AuditedPackage& package : audit.packages) {
    const KnownPackage known = TRY(KnownPackage::read(knowledge_, package.name));
    for (const std::string& version : package.versions) {
      rows.push_back({now, package.name, version, std::string(address), std::string(client)});
      const auto malware = known.bad(version, {});
      if (!malware) continue;
      bad.push_back({0, now, package.name, version, false, std::string(kKnownMalware),
                     "a client at " + std::string(address) + " has it, by its own audit (" + malware->id + ": " +
                         malware->what + ")",
                     std::string(client)});
    }
  }
  TRY(ledger_.keep_audit(rows));
  TRY(ledger_.add_decisions(bad));
  for (const StoredDecision& one : bad) {
    journal_.decided(one, true);
    notices_.say("audit " + one.name + one.version + std::string(address),
                 text::visible(one.name) + "@" + text::visible(one.version) + " is known malware, and " +
                     text::visible(one.reason));
  }
  return {};
}

}  // namespace cordon::gate
