#include "gate/ledger.h"

#include <algorithm>
#include <charconv>

namespace cordon::gate {
namespace {

// Decisions that are older than so many others are forgotten.
constexpr std::int64_t kMostDecisions = 200'000, kBetweenForgetting = 1'000;
constexpr std::int64_t kMostAudited = 1'000'000;  // the same for releases of audits

constexpr const char* kTables = R"(
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS document(registry TEXT NOT NULL, name TEXT NOT NULL, etag TEXT NOT NULL,
  digest TEXT NOT NULL, fetched INTEGER NOT NULL, modified TEXT NOT NULL DEFAULT '', PRIMARY KEY(registry, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen(registry TEXT NOT NULL, name TEXT NOT NULL, versions TEXT NOT NULL,
  PRIMARY KEY(registry, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS served(registry TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  integrity TEXT NOT NULL, PRIMARY KEY(registry, name, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS finding(registry TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
  integrity TEXT NOT NULL, rules TEXT NOT NULL, blocks INTEGER NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY(registry, name, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS waiver(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, version TEXT NOT NULL,
  rule TEXT NOT NULL, owner TEXT NOT NULL, reason TEXT NOT NULL, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS decision(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, name TEXT NOT NULL,
  version TEXT NOT NULL, held INTEGER NOT NULL, rule TEXT NOT NULL, reason TEXT NOT NULL, client TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS decision_name ON decision(name, id);
CREATE TABLE IF NOT EXISTS audit(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, name TEXT NOT NULL,
  version TEXT NOT NULL, address TEXT NOT NULL, client TEXT NOT NULL, malware TEXT NOT NULL,
  UNIQUE(name, version, address));
)";

using ByVersion = std::map<std::string, std::int64_t, std::less<>>;

// A line a version: the version, a blank, and when it was seen; 0 for those of the first document.
ByVersion seen_of(std::string_view lines) {
  ByVersion out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const std::size_t blank = line.rfind(' ');
    std::int64_t at = 0;
    if (blank == std::string_view::npos) continue;
    std::from_chars(line.data() + blank + 1, line.data() + line.size(), at);
    out.emplace(line.substr(0, blank), at);
  }
  return out;
}

std::string lines_of(const ByVersion& seen) {
  std::string out;
  for (const auto& [version, at] : seen) out += version + ' ' + std::to_string(at) + '\n';
  return out;
}

}  // namespace

Result<Ledger> Ledger::open(const std::string& path) {
  Ledger ledger(TRY(store::Database::open(path, true)));
  TRY_CONTEXT(ledger.database_.execute(kTables), "opening " + path);
  TRY_CONTEXT(ledger.add_column("document", "modified"), "opening " + path);
  return ledger;
}

// Of a table that an older program made.
Result<void> Ledger::add_column(const std::string& table, std::string_view column) {
  {
    auto query = TRY(database_.prepare("SELECT name FROM pragma_table_info(?)"));
    query.bind(1, table);
    while (TRY(query.step()))
      if (query.text(0) == column) return {};
  }
  const std::string change =
      "ALTER TABLE " + table + " ADD COLUMN " + std::string(column) + " TEXT NOT NULL DEFAULT ''";
  return database_.execute(change.c_str());
}

Result<std::optional<StoredDocument>> Ledger::document(std::string_view registry, std::string_view name) {
  const std::lock_guard guard(*mutex_);
  auto query =
      TRY(database_.prepare("SELECT etag, digest, fetched, modified FROM document WHERE registry=? AND name=?"));
  query.bind(1, registry).bind(2, name);
  if (!TRY(query.step())) return std::nullopt;
  return StoredDocument{query.text(0), query.text(1), query.number(2), query.text(3)};
}

Result<void> Ledger::keep_document(std::string_view registry, std::string_view name, const StoredDocument& document) {
  const std::lock_guard guard(*mutex_);
  auto write = TRY(database_.prepare("INSERT OR REPLACE INTO document VALUES(?,?,?,?,?,?)"));
  write.bind(1, registry).bind(2, name).bind(3, document.etag).bind(4, document.digest).bind(5, document.fetched);
  write.bind(6, document.modified);
  return write.run();
}

Result<ByVersion> Ledger::see(std::string_view registry, std::string_view name,
                              const std::vector<std::string_view>& versions, std::int64_t now) {
  const std::lock_guard guard(*mutex_);
  auto query = TRY(database_.prepare("SELECT versions FROM seen WHERE registry=? AND name=?"));
  query.bind(1, registry).bind(2, name);
  const bool is_known = TRY(query.step());
  std::string lines = is_known ? query.text(0) : std::string();
  query.reset();
  ByVersion seen = seen_of(lines);
  bool is_changed = false;
  // Nothing was seen in a time that is still to come.
  for (auto& [version, at] : seen) {
    if (at <= now) continue;
    at = now;
    is_changed = true;
  }
  if (is_changed) lines = lines_of(seen);
  for (const std::string_view version : versions) {
    if (version.find('\n') != std::string_view::npos) continue;
    if (!seen.emplace(version, is_known ? now : 0).second) continue;
    lines += std::string(version) + ' ' + std::to_string(is_known ? now : 0) + '\n';
    is_changed = true;
  }
  if (is_changed) {
    auto write = TRY(database_.prepare("INSERT OR REPLACE INTO seen VALUES(?,?,?)"));
    write.bind(1, registry).bind(2, name).bind(3, lines);
    TRY(write.run());
  }
  std::erase_if(seen, [](const auto& one) { return one.second == 0; });
  return seen;
}

Result<std::map<std::string, std::string, std::less<>>> Ledger::served(std::string_view registry,
                                                                       std::string_view name) {
  const std::lock_guard guard(*mutex_);
  auto query = TRY(database_.prepare("SELECT version, integrity FROM served WHERE registry=? AND name=?"));
  query.bind(1, registry).bind(2, name);
  std::map<std::string, std::string, std::less<>> out;
  while (TRY(query.step())) out.emplace(query.text(0), query.text(1));
  return out;
}

Result<void> Ledger::keep_served(std::string_view registry, std::string_view name, std::string_view version,
                                 std::string_view integrity) {
  const std::lock_guard guard(*mutex_);
  auto write = TRY(database_.prepare("INSERT OR IGNORE INTO served VALUES(?,?,?,?)"));
  write.bind(1, registry).bind(2, name).bind(3, version).bind(4, integrity);
  return write.run();
}

Result<std::map<std::string, StoredFinding, std::less<>>> Ledger::findings(std::string_view registry,
                                                                           std::string_view name) {
  const std::lock_guard guard(*mutex_);
  auto query = TRY(database_.prepare(
      "SELECT version, integrity, rules, blocks, rule, reason FROM finding WHERE registry=? AND name=?"));
  query.bind(1, registry).bind(2, name);
  std::map<std::string, StoredFinding, std::less<>> out;
  while (TRY(query.step()))
    out.emplace(query.text(0),
                StoredFinding{query.text(1), query.text(2), query.number(3) != 0, query.text(4), query.text(5)});
  return out;
}

Result<void> Ledger::keep_finding(std::string_view registry, std::string_view name, std::string_view version,
                                  const StoredFinding& finding) {
  const std::lock_guard guard(*mutex_);
  auto write = TRY(database_.prepare("INSERT OR REPLACE INTO finding VALUES(?,?,?,?,?,?,?,?)"));
  write.bind(1, registry).bind(2, name).bind(3, version).bind(4, finding.integrity).bind(5, finding.rules);
  write.bind(6, finding.blocks ? 1 : 0).bind(7, finding.rule).bind(8, finding.reason);
  return write.run();
}

Result<std::vector<StoredWaiver>> Ledger::waivers() {
  const std::lock_guard guard(*mutex_);
  auto query = TRY(database_.prepare("SELECT id, name, version, rule, owner, reason, expires FROM waiver ORDER BY id"));
  std::vector<StoredWaiver> out;
  while (TRY(query.step()))
    out.push_back(
        {query.number(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.text(6)});
  return out;
}

Result<std::int64_t> Ledger::add_waiver(const StoredWaiver& waiver) {
  const std::lock_guard guard(*mutex_);
  auto write = TRY(database_.prepare(
      "INSERT INTO waiver(name, version, rule, owner, reason, expires) VALUES(?,?,?,?,?,?) RETURNING id"));
  write.bind(1, waiver.name).bind(2, waiver.version).bind(3, waiver.rule).bind(4, waiver.owner);
  write.bind(5, waiver.reason).bind(6, waiver.expires);
  if (!TRY(write.step())) return fail(ErrorCode::internal, "a waiver without an id");
  const std::int64_t id = write.number(0);
  TRY(write.run());
  return id;
}

Result<bool> Ledger::remove_waiver(std::int64_t id) {
  const std::lock_guard guard(*mutex_);
  auto write = TRY(database_.prepare("DELETE FROM waiver WHERE id=? RETURNING id"));
  write.bind(1, id);
  const bool was_there = TRY(write.step());
  if (was_there) TRY(write.run());
  return was_there;
}

Result<void> Ledger::add_decisions(std::span<const StoredDecision> decisions) {
  const std::lock_guard guard(*mutex_);
  return write(decisions);
}

Result<void> Ledger::add_new_decisions(const std::vector<StoredDecision>& decisions) {
  if (decisions.empty()) return {};
  const std::lock_guard guard(*mutex_);
  auto query =
      TRY(database_.prepare("SELECT held, rule FROM decision WHERE name=? AND version=? ORDER BY id DESC LIMIT 1"));
  std::vector<StoredDecision> out;
  for (const StoredDecision& one : decisions) {
    query.bind(1, one.name).bind(2, one.version);
    const bool is_known = TRY(query.step()) && (query.number(0) != 0) == one.held && query.text(1) == one.rule;
    query.reset();
    if (!is_known) out.push_back(one);
  }
  return out.empty() ? Result<void>() : write(std::span<const StoredDecision>(out));
}

template <class T>
Result<void> Ledger::write(std::span<const T> rows) {
  TRY(database_.begin());
  Result<void> written = insert(rows);
  if (written) written = database_.commit();
  if (!written) database_.rollback();
  return written;
}

Result<void> Ledger::keep_audit(std::span<const StoredAudit> releases) {
  const std::lock_guard guard(*mutex_);
  return write(releases);
}

Result<void> Ledger::insert(std::span<const StoredAudit> releases) {
  auto write = TRY(database_.prepare(
      "INSERT OR REPLACE INTO audit(at, name, version, address, client, malware) VALUES(?,?,?,?,?,?)"));
  for (const StoredAudit& one : releases) {
    write.bind(1, one.at)
        .bind(2, one.name)
        .bind(3, one.version)
        .bind(4, one.address)
        .bind(5, one.client)
        .bind(6, one.malware);
    TRY(write.run());
  }
  auto forget = TRY(database_.prepare("DELETE FROM audit WHERE id <= (SELECT MAX(id) FROM audit) - ?"));
  forget.bind(1, kMostAudited);
  return forget.run();
}

Result<std::vector<StoredAudit>> Ledger::audited(std::string_view name, std::uint32_t most) {
  const std::lock_guard guard(*mutex_);
  auto query = TRY(database_.prepare(
      "SELECT at, name, version, address, client, malware FROM audit WHERE name=? ORDER BY id DESC LIMIT ?"));
  query.bind(1, name).bind(2, static_cast<std::int64_t>(most));
  std::vector<StoredAudit> out;
  while (TRY(query.step()))
    out.push_back({query.number(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5)});
  return out;
}

Result<void> Ledger::insert(std::span<const StoredDecision> decisions) {
  auto write = TRY(database_.prepare(
      "INSERT INTO decision(at, name, version, held, rule, reason, client) VALUES(?,?,?,?,?,?,?) RETURNING id"));
  std::int64_t id = 0;
  bool is_time = false;
  for (const StoredDecision& decision : decisions) {
    write.bind(1, decision.at).bind(2, decision.name).bind(3, decision.version).bind(4, decision.held ? 1 : 0);
    write.bind(5, decision.rule).bind(6, decision.reason).bind(7, decision.client);
    if (!TRY(write.step())) return fail(ErrorCode::internal, "a decision without an id");
    id = write.number(0);
    is_time = is_time || id % kBetweenForgetting == 0;
    TRY(write.run());
  }
  if (!is_time) return {};
  auto forget = TRY(database_.prepare("DELETE FROM decision WHERE id<=?"));
  forget.bind(1, id - kMostDecisions);
  return forget.run();
}

Result<std::vector<StoredDecision>> Ledger::decisions(std::string_view name, std::uint32_t most) {
  const std::lock_guard guard(*mutex_);
  auto query = TRY(
      database_.prepare("SELECT id, at, name, version, held, rule, reason, client FROM decision WHERE ?1='' OR name=?1 "
                        "ORDER BY id DESC LIMIT ?2"));
  query.bind(1, name).bind(2, static_cast<std::int64_t>(most));
  std::vector<StoredDecision> out;
  while (TRY(query.step()))
    out.push_back({query.number(0), query.number(1), query.text(2), query.text(3), query.number(4) != 0, query.text(5),
                   query.text(6), query.text(7)});
  return out;
}

}  // namespace cordon::gate
