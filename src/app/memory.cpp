#include "app/memory.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/date.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/sha256.h"

namespace cordon::app {
namespace {

constexpr std::int64_t kVersion = 1;
// `id` of a project never comes again (AUTOINCREMENT), so that rows that were left behind would belong to nobody.
constexpr const char* kTables = R"(
CREATE TABLE IF NOT EXISTS project(id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, ecosystem TEXT NOT NULL,
  seen INTEGER NOT NULL, UNIQUE(path, ecosystem));
CREATE TABLE IF NOT EXISTS package(project INTEGER NOT NULL, purl TEXT NOT NULL, ecosystem TEXT NOT NULL,
  name TEXT NOT NULL, version TEXT NOT NULL, origin INTEGER NOT NULL, registry INTEGER NOT NULL,
  integrity TEXT NOT NULL, said_by_itself INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS package_project ON package(project);
CREATE TABLE IF NOT EXISTS told(project INTEGER NOT NULL, audience INTEGER NOT NULL, purl TEXT NOT NULL,
  cause TEXT NOT NULL, ids TEXT NOT NULL, malware INTEGER NOT NULL, exploited INTEGER NOT NULL,
  severity INTEGER NOT NULL, fixed TEXT NOT NULL, title TEXT NOT NULL, pack TEXT NOT NULL,
  advisories_of TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS told_project ON told(project, audience);
CREATE TABLE IF NOT EXISTS outbox(place INTEGER PRIMARY KEY AUTOINCREMENT, change TEXT NOT NULL, id TEXT NOT NULL,
  notice TEXT NOT NULL);
)";

// Lists of ids and digests have no line breaks in them.
std::string lines(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& one : list) out += one + "\n";
  return out;
}

std::vector<std::string> list_of(std::string_view lines) {
  std::vector<std::string> out;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    out.emplace_back(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out;
}

std::string json_of(const model::Notice& notice) {
  std::string out;
  json::Writer writer(out, 0);
  write(writer, notice);
  return out;
}

Result<model::Notice> notice_of(std::string json) {
  const Document document = TRY(json::parse(std::move(json)));
  model::Notice notice;
  TRY(read(document.root(), notice));
  return notice;
}

bool is_below(std::string_view path, std::string_view root) {
  if (!path.starts_with(root)) return false;
  return path.size() == root.size() || root.ends_with('/') || path[root.size()] == '/';
}

}  // namespace

Result<Memory> Memory::open(const std::string& path, bool make) {
  Memory memory(TRY(store::Database::open(path, make)));
  TRY_CONTEXT(memory.set_up(), "opening " + path);
  return memory;
}

// All or nothing: what fails on the way leaves everything as it was.
template <class Work>
Result<void> Memory::transaction(Work work) {
  TRY(database_.begin());
  Result<void> done = work();
  if (done) done = database_.commit();
  if (!done) database_.rollback();
  return done;
}

Result<void> Memory::set_up() {
  std::int64_t version = 0;
  {
    store::Statement asked = TRY(database_.prepare("PRAGMA user_version"));
    if (TRY(asked.step())) version = asked.number(0);
  }
  if (version > kVersion) return fail(ErrorCode::unsupported_version, "it was written by a later Cordon");
  if (version < kVersion)
    TRY(transaction([&]() -> Result<void> {
      TRY(database_.execute(kTables));
      return database_.execute("PRAGMA user_version=1");
    }));
  store::Statement count = TRY(database_.prepare("SELECT count(*) FROM project"));
  if (TRY(count.step())) project_count_ = static_cast<std::size_t>(count.number(0));
  return {};
}

Result<void> Memory::forget(std::int64_t project) {
  for (const char* statement : {"DELETE FROM package WHERE project=?", "DELETE FROM told WHERE project=?"}) {
    store::Statement remove = TRY(database_.prepare(statement));
    TRY(remove.bind(1, project).run());
  }
  return {};
}

Result<void> Memory::tell(std::int64_t project, Audience audience, const std::vector<Standing>& standings) {
  store::Statement remove = TRY(database_.prepare("DELETE FROM told WHERE project=? AND audience=?"));
  TRY(remove.bind(1, project).bind(2, static_cast<std::int64_t>(audience)).run());
  store::Statement add = TRY(database_.prepare("INSERT INTO told VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"));
  for (const Standing& one : standings)
    TRY(add.bind(1, project)
            .bind(2, static_cast<std::int64_t>(audience))
            .bind(3, one.purl)
            .bind(4, one.cause)
            .bind(5, lines(one.ids))
            .bind(6, static_cast<std::int64_t>(one.malware))
            .bind(7, static_cast<std::int64_t>(one.exploited))
            .bind(8, static_cast<std::int64_t>(one.severity))
            .bind(9, one.fixed)
            .bind(10, one.title)
            .bind(11, one.pack)
            .bind(12, one.ecosystem)
            .run());
  return {};
}

// What is known now, and what was said by somebody who is not here now.
Result<std::vector<Standing>> Memory::standings(const std::vector<SeenPackage>& packages,
                                                const std::vector<Standing>& before,
                                                const intel::Knowledge& knowledge) {
  std::vector<Standing> out = TRY(standings_of(packages, knowledge));
  for (Standing& standing : beyond_knowledge(before, packages, knowledge)) {
    const bool is_there = std::ranges::any_of(
        out, [&](const Standing& one) { return one.purl == standing.purl && one.cause == standing.cause; });
    if (!is_there) out.push_back(std::move(standing));
  }
  std::ranges::stable_sort(out, [](const Standing& left, const Standing& right) {
    return std::tie(left.purl, left.cause) < std::tie(right.purl, right.cause);
  });
  return out;
}

Result<void> Memory::replace(SeenProject project, const intel::Knowledge& knowledge, std::int64_t seen_at) {
  store::Statement put = TRY(database_.prepare(
      "INSERT INTO project(path, ecosystem, seen) VALUES(?,?,?) ON CONFLICT(path, ecosystem) DO UPDATE "
      "SET seen=excluded.seen"));
  TRY(put.bind(1, project.path).bind(2, project.ecosystem).bind(3, seen_at).run());
  store::Statement asked = TRY(database_.prepare("SELECT id FROM project WHERE path=? AND ecosystem=?"));
  if (!TRY(asked.bind(1, project.path).bind(2, project.ecosystem).step()))
    return fail(ErrorCode::internal, "a project was not kept");
  const std::int64_t id = asked.number(0);
  const std::vector<SeenPackage> earlier = TRY(packages(id));
  const std::vector<Standing> shown = TRY(told(id, Audience::scan)), notified = TRY(told(id, Audience::notify));
  if (project.is_partial) {
    project.packages.insert(project.packages.end(), earlier.begin(), earlier.end());
    std::ranges::sort(project.packages);
    const auto same = std::ranges::unique(project.packages);
    project.packages.erase(same.begin(), same.end());
  }
  TRY(forget(id));
  store::Statement add = TRY(database_.prepare("INSERT INTO package VALUES(?,?,?,?,?,?,?,?,?)"));
  for (const SeenPackage& one : project.packages)
    TRY(add.bind(1, id)
            .bind(2, one.purl)
            .bind(3, one.ecosystem)
            .bind(4, one.name)
            .bind(5, one.version)
            .bind(6, static_cast<std::int64_t>(one.origin))
            .bind(7, static_cast<std::int64_t>(one.registry))
            .bind(8, lines(one.integrity))
            .bind(9, static_cast<std::int64_t>(one.said_by_itself))
            .run());
  const std::vector<Standing> known = TRY(standings(project.packages, shown, knowledge));
  TRY(tell(id, Audience::scan, known));
  // What was here before has its own word with whoever is notified: a scan with older knowledge takes nothing back.
  std::set<std::string_view> before, now_there;
  for (const SeenPackage& one : earlier) before.insert(one.purl);
  for (const SeenPackage& one : project.packages) now_there.insert(one.purl);
  std::vector<Standing> to_notify;
  for (const Standing& standing : notified)
    if (now_there.contains(standing.purl)) to_notify.push_back(standing);
  for (const Standing& standing : known)
    if (!before.contains(standing.purl)) to_notify.push_back(standing);
  std::ranges::stable_sort(to_notify, {}, &Standing::purl);
  return tell(id, Audience::notify, to_notify);
}

Result<void> Memory::remember(const std::vector<SeenProject>& projects, const std::vector<std::string>& roots, bool all,
                              const intel::Knowledge& knowledge, std::int64_t now) {
  return transaction([&]() -> Result<void> {
    for (const SeenProject& project : projects) TRY(replace(project, knowledge, now));
    if (!all) return {};
    std::vector<std::int64_t> gone;
    store::Statement known = TRY(database_.prepare("SELECT id, path, ecosystem FROM project"));
    while (TRY(known.step())) {
      const std::string path = known.text(1), ecosystem = known.text(2);
      const bool is_here = std::ranges::any_of(
          projects, [&](const SeenProject& one) { return one.path == path && one.ecosystem == ecosystem; });
      if (!is_here && std::ranges::any_of(roots, [&](const std::string& root) { return is_below(path, root); }))
        gone.push_back(known.number(0));
    }
    for (const std::int64_t id : gone) {
      TRY(forget(id));
      store::Statement remove = TRY(database_.prepare("DELETE FROM project WHERE id=?"));
      TRY(remove.bind(1, id).run());
    }
    return {};
  });
}

Result<std::vector<SeenPackage>> Memory::packages(std::int64_t project) {
  store::Statement rows =
      TRY(database_.prepare("SELECT purl, ecosystem, name, version, origin, registry, integrity, said_by_itself FROM "
                            "package WHERE project=?"));
  rows.bind(1, project);
  std::vector<SeenPackage> out;
  while (TRY(rows.step())) {
    SeenPackage one;
    one.purl = rows.text(0);
    one.ecosystem = rows.text(1);
    one.name = rows.text(2);
    one.version = rows.text(3);
    one.origin = static_cast<model::Origin>(rows.number(4));
    one.registry = static_cast<model::RegistryClass>(rows.number(5));
    one.integrity = list_of(rows.text(6));
    one.said_by_itself = rows.number(7) != 0;
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::vector<SeenThere>> Memory::seen_below(const std::vector<std::string>& folders,
                                                  const std::string& ecosystem) {
  struct Known {
    std::int64_t id, seen;
    std::string path;
  };
  std::vector<Known> projects;
  store::Statement asked = TRY(database_.prepare("SELECT id, path, seen FROM project WHERE ecosystem=? ORDER BY path"));
  asked.bind(1, ecosystem);
  while (TRY(asked.step())) {
    const std::string path = asked.text(1);
    if (std::ranges::any_of(folders, [&](const std::string& folder) { return is_below(path, folder); }))
      projects.push_back({asked.number(0), asked.number(2), path});
  }
  std::vector<SeenThere> out;
  for (const Known& project : projects)
    for (SeenPackage& one : TRY(packages(project.id)))
      // What an installed package says of itself may be what malware wrote.
      if (!one.said_by_itself && !one.integrity.empty())
        out.push_back(
            {std::move(one.name), std::move(one.version), project.path, std::move(one.integrity), project.seen});
  return out;
}

Result<std::vector<Standing>> Memory::told(std::int64_t project, Audience audience) {
  store::Statement rows =
      TRY(database_.prepare("SELECT purl, cause, ids, malware, exploited, severity, fixed, title, pack, advisories_of "
                            "FROM told WHERE project=? AND audience=? "
                            "ORDER BY rowid"));
  rows.bind(1, project).bind(2, static_cast<std::int64_t>(audience));
  std::vector<Standing> out;
  while (TRY(rows.step()))
    out.push_back({rows.text(0), rows.text(1), list_of(rows.text(2)), rows.number(3) != 0, rows.number(4) != 0,
                   static_cast<model::Severity>(rows.number(5)), rows.text(6), rows.text(7), rows.text(8),
                   rows.text(9)});
  return out;
}

Result<model::SinceLast> Memory::since_last(const std::vector<SeenProject>& projects,
                                            const intel::Knowledge& knowledge) {
  model::SinceLast out;
  std::int64_t latest = 0;
  for (const SeenProject& project : projects) {
    store::Statement asked = TRY(database_.prepare("SELECT id, seen FROM project WHERE path=? AND ecosystem=?"));
    if (!TRY(asked.bind(1, project.path).bind(2, project.ecosystem).step())) continue;
    ++out.projects;
    latest = std::max(latest, asked.number(1));
    const std::int64_t id = asked.number(0);
    const std::vector<SeenPackage> seen = TRY(packages(id));
    const std::vector<Standing> before = TRY(told(id, Audience::scan));
    const std::vector<Standing> now = TRY(standings(seen, before, knowledge));
    for (model::Notice& notice : notices_between(project.path, before, now)) out.notices.push_back(std::move(notice));
  }
  if (out.projects > 0) out.remembered = time_of(latest);
  put_in_order(out.notices);
  return out;
}

Result<std::size_t> Memory::post(const intel::Knowledge& knowledge) {
  std::size_t posted = 0;
  TRY(transaction([&]() -> Result<void> {
    std::map<std::int64_t, std::string> projects;
    {
      store::Statement rows = TRY(database_.prepare("SELECT id, path FROM project"));
      while (TRY(rows.step())) projects.emplace(rows.number(0), rows.text(1));
    }
    std::vector<model::Notice> all;
    for (const auto& [id, path] : projects) {
      const std::vector<SeenPackage> seen = TRY(packages(id));
      const std::vector<Standing> before = TRY(told(id, Audience::notify));
      const std::vector<Standing> now = TRY(standings(seen, before, knowledge));
      for (model::Notice& notice : notices_between(path, before, now)) all.push_back(std::move(notice));
      if (now != before) TRY(tell(id, Audience::notify, now));
    }
    put_in_order(all);
    // A change that waits already and comes again stands last, as what is true now. One that comes again after it was
    // delivered has another id: it is news.
    store::Statement again = TRY(database_.prepare("DELETE FROM outbox WHERE change=?"));
    store::Statement put = TRY(database_.prepare("INSERT INTO outbox(change, id, notice) VALUES(?,?,?)"));
    std::int64_t place = TRY(last_place());
    for (model::Notice& notice : all) {
      const std::string change = notice.id;
      notice.id = sha256_hex(change + std::to_string(++place), 16);
      TRY(again.bind(1, change).run());
      TRY(put.bind(1, change).bind(2, notice.id).bind(3, json_of(notice)).run());
    }
    posted = all.size();
    return {};
  }));
  return posted;
}

// Of the outbox, also of what was delivered.
Result<std::int64_t> Memory::last_place() {
  store::Statement asked = TRY(database_.prepare("SELECT seq FROM sqlite_sequence WHERE name='outbox'"));
  return TRY(asked.step()) ? asked.number(0) : 0;
}

Result<std::vector<model::Notice>> Memory::outbox() {
  store::Statement rows = TRY(database_.prepare("SELECT notice FROM outbox ORDER BY place"));
  std::vector<model::Notice> out;
  while (TRY(rows.step())) out.push_back(TRY(notice_of(rows.text(0))));
  return out;
}

Result<void> Memory::delivered(const std::vector<model::Notice>& notices) {
  return transaction([&]() -> Result<void> {
    store::Statement remove = TRY(database_.prepare("DELETE FROM outbox WHERE id=?"));
    for (const model::Notice& notice : notices) TRY(remove.bind(1, notice.id).run());
    return {};
  });
}

}  // namespace cordon::app
