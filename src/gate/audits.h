// What clients say that they have, when they ask for an audit: kept as an inventory, and held against what is known.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "gate/current_knowledge.h"
#include "gate/journal.h"
#include "gate/ledger.h"
#include "gate/notices.h"
#include "registry/version_document.h"

namespace cordon::gate {

// Safe to use from several threads.
class Audits {
 public:
  // All must outlive it.
  Audits(const CurrentKnowledge& knowledge, Ledger& ledger, Journal& journal, Notices& notices)
      : knowledge_(knowledge), ledger_(ledger), journal_(journal), notices_(notices) {}

  // Known malware among it is an event that names the client, and is told, once for each release and address. Of what
  // no project has (100,000 releases, 200 of one package) the rest is left out. Fails with system (the ledger), or as
  // KnownPackage.
  Result<void> keep(const registry::AuditRequest& audit, std::string_view address, std::string_view client,
                    std::int64_t now);

 private:
  const CurrentKnowledge& knowledge_;
  Ledger& ledger_;
  Journal& journal_;
  Notices& notices_;
};

}  // namespace cordon::gate
