// What the gate remembers across its runs, in one SQLite file: when it first saw a release, what it handed out, what it
// found, who let something through, and every decision.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/sqlite.h"

namespace cordon::gate {

// A registry's document about a package, as it was fetched; its text lies in the blob folder under `digest`.
struct StoredDocument {
  std::string etag, digest;
  std::int64_t fetched = 0;  // seconds since 1970
  std::string modified;      // Last-Modified of the registry; empty: it gave none
};

// What looking into an archive gave.
struct StoredFinding {
  std::string integrity;  // of the archive, an SRI string
  std::string rules;      // digest of what judged it: another one says nothing
  bool blocks = false;
  std::string rule, reason;  // of what blocks, or of the strongest that does not; empty: nothing
};

struct StoredWaiver {
  std::int64_t id = 0;
  std::string name, version;  // version empty: every one
  std::string rule;           // empty: every rule
  std::string owner, reason;
  std::string expires;  // YYYY-MM-DD, the last day it holds
};

struct StoredDecision {
  std::int64_t id = 0, at = 0;  // seconds since 1970
  std::string name, version;
  bool held = false;  // else it was let through
  std::string rule, reason, client;
};

// A release that a client said it has, when it asked for an audit.
struct StoredAudit {
  std::int64_t at = 0;  // seconds since 1970
  std::string name, version;
  std::string address;  // of the client, without port
  std::string client;   // which program
  std::string malware;  // what is known of it: "ID: what"; empty: nothing
};

// Safe to use from several threads.
class Ledger {
 public:
  // Makes the file where it is not there. Fails as store::Database::open does.
  static Result<Ledger> open(const std::string& path);

  Result<std::optional<StoredDocument>> document(std::string_view registry, std::string_view name);
  Result<void> keep_document(std::string_view registry, std::string_view name, const StoredDocument& document);

  // When each version was seen first, seconds since 1970; those that stood in the first document that ever came of the
  // package are not listed: how long they had been there nobody knows. New ones are written down as seen at `now`, and
  // those that a clock that was ahead saw later than that, too.
  Result<std::map<std::string, std::int64_t, std::less<>>> see(std::string_view registry, std::string_view name,
                                                               const std::vector<std::string_view>& versions,
                                                               std::int64_t now);

  // Of the same release at the same address the newest is kept; the oldest of a million are forgotten. All of them or
  // none.
  Result<void> keep_audit(std::span<const StoredAudit> releases);
  // The newest first, of one package.
  Result<std::vector<StoredAudit>> audited(std::string_view name, std::uint32_t most);

  // The integrity of the archive that was handed out first for each version of a package.
  Result<std::map<std::string, std::string, std::less<>>> served(std::string_view registry, std::string_view name);
  // Keeps the first only.
  Result<void> keep_served(std::string_view registry, std::string_view name, std::string_view version,
                           std::string_view integrity);

  // By version; of each the newest.
  Result<std::map<std::string, StoredFinding, std::less<>>> findings(std::string_view registry, std::string_view name);
  Result<void> keep_finding(std::string_view registry, std::string_view name, std::string_view version,
                            const StoredFinding& finding);

  Result<std::vector<StoredWaiver>> waivers();
  Result<std::int64_t> add_waiver(const StoredWaiver& waiver);
  // Whether there was one.
  Result<bool> remove_waiver(std::int64_t id);

  // All of them or none.
  Result<void> add_decisions(std::span<const StoredDecision> decisions);
  // The same, without those that say what the newest decision on that version says already.
  Result<void> add_new_decisions(const std::vector<StoredDecision>& decisions);
  // The newest first, of one package, or of all where `name` is empty.
  Result<std::vector<StoredDecision>> decisions(std::string_view name, std::uint32_t most);

 private:
  Result<void> add_column(const std::string& table, std::string_view column);
  explicit Ledger(store::Database database) : database_(std::move(database)) {}
  // In one transaction.
  template <class T>
  Result<void> write(std::span<const T> rows);
  Result<void> insert(std::span<const StoredDecision> decisions);
  Result<void> insert(std::span<const StoredAudit> releases);

  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
  store::Database database_;
};

}  // namespace cordon::gate
