#include "app/hunt.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/cached_archive.h"
#include "app/coverage_order.h"
#include "app/finding_order.h"
#include "app/report_answer.h"
#include "checks/left_behind.h"
#include "host/artefacts/npm_cache_index.h"
#include "host/artefacts/npm_debug_log.h"
#include "model/finding.h"
#include "model/purl.h"
#include "model/semver.h"
#include "policy/verdict.h"
#include "policy/waivers.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kLogBytes = 256u << 20;
constexpr std::uint64_t kBucketBytes = 64u << 20;
constexpr std::size_t kUnreadOfOneCache = 100;
// Of all archives of a run: unpacked bytes of one and of all, and how many.
constexpr std::uint64_t kUnpackedBytes = 256u << 20, kAllUnpackedBytes = 1u << 30;
constexpr std::size_t kMostArchives = 200;

// How much of what was looked at.
struct Counts {
  std::size_t projects = 0, caches = 0, logs = 0;
  std::uint64_t entries = 0, events = 0;
};

struct State {
  State(HuntOptions& hunt_options, Progress& hunt_progress)
      : options(hunt_options), progress(hunt_progress), left(*hunt_options.scan.knowledge, registries) {
    for (const model::RegistryRow& row : options.scan.settings.registries) registries.add(row);
    registries.declare_private(options.scan.settings.declared_private);
    for (const auto& [purl, severity] : options.severities) left.set_severity(purl, severity);
    find_contents();
  }

  // Every archive of npm's that a pack knows by its digest, and how many releases of npm's packs list.
  void find_contents() {
    const intel::Knowledge& knowledge = *options.scan.knowledge;
    for (std::uint32_t i = 0; i < knowledge.packs().size(); ++i)
      for (const intel::BadPackage& package : knowledge.open(i).packages) {
        if (package.ecosystem != "npm") continue;
        ++releases;
        for (const std::string& integrity : package.integrity)
          if (const std::string path = host::content_path(integrity); !path.empty()) contents.emplace(path, integrity);
      }
  }

  HuntOptions& options;
  Progress& progress;
  model::Registries registries;
  checks::LeftBehind left;
  std::vector<FoundArtefacts> found;
  Counts counts;
  std::size_t releases = 0;                     // of npm's packages, that packs list
  std::map<std::string, std::string> contents;  // path below a cache: integrity
  model::HuntReport report;

  const FileTree& raw_tree(const Target* target) const {
    return *options.raw[static_cast<std::size_t>(target - options.scan.targets.data())];
  }
  void unread(std::string path, const Error& error) {
    report.coverage.unread.push_back(
        {std::move(path), error.line, std::string(to_string(error.code)), error.message, true});
  }
  // Of one artefact at most so many lines: a cache that was damaged on purpose has thousands.
  void add_unread(std::vector<model::FileUnread>&& lines, std::size_t& room) {
    for (model::FileUnread& line : lines) {
      if (room == 0) return;
      if (--room == 0)
        line = {line.path, 0, "too_many", "further damaged entries of this cache are not listed one by one", true};
      report.coverage.unread.push_back(std::move(line));
    }
  }
};

void scan_projects(State& state, const Clock& clock) {
  state.options.scan.artefacts = &state.found;
  state.options.scan.settings.rules = {};  // a hunt asks what happened, not what is allowed
  model::ScanReport scanned = scan(state.options.scan, clock, state.progress);
  state.counts.projects = state.progress.projects_found;
  state.report.findings = std::move(scanned.findings);
  state.report.coverage = std::move(scanned.coverage);
}

// index-v5/aa/bb/<the rest of the digest>
void read_cache(State& state, const Target* target, const std::string& cache) {
  const FileTree& tree = state.raw_tree(target);
  const std::string index = cache + "/index-v5";
  std::uint32_t entries = 0;
  std::size_t room = kUnreadOfOneCache;
  // Folders still to be listed, with the depth below the index.
  std::vector<std::pair<std::string, int>> pending{{index, 0}};
  while (!pending.empty()) {
    const auto [folder, depth] = std::move(pending.back());
    pending.pop_back();
    const Result<std::vector<DirectoryEntry>> listed = tree.list(folder);
    if (!listed) {
      // A cache that only has content, or a folder of this name that is something else.
      if (depth > 0 || listed.error().code != ErrorCode::not_found)
        state.unread(target->display(folder), listed.error());
      continue;
    }
    for (const DirectoryEntry& entry : *listed) {
      const std::string path = folder + "/" + entry.name;
      if (entry.kind == EntryKind::directory && depth < 2) pending.emplace_back(path, depth + 1);
      if (entry.kind != EntryKind::file) continue;
      const Result<std::string> text = tree.read(path, kBucketBytes);
      if (!text) {
        state.unread(target->display(path), text.error());
        continue;
      }
      host::CacheIndexFile bucket = host::read_cache_index(*text, target->display(path));
      entries += static_cast<std::uint32_t>(bucket.entries.size());
      for (const host::CacheEntry& each : bucket.entries) state.left.add_cache_entry(each, target->display(path));
      state.add_unread(std::move(bucket.unread), room);
    }
    ++state.progress.entries_seen;
  }
  for (const auto& [path, integrity] : state.contents) {
    const std::string inside = cache + "/" + path;
    if (!tree.info(inside)) continue;
    for (const intel::BadRelease& release : state.options.scan.knowledge->find_integrity(integrity))
      state.left.add_content(release, integrity, target->display(inside));
  }
  ++state.counts.caches;
  state.counts.entries += entries;
  state.report.coverage.read.push_back({target->display(cache), "npm cache", entries});
}

void read_logs(State& state, const Target* target, const std::string& folder) {
  const FileTree& tree = state.raw_tree(target);
  const Result<std::vector<DirectoryEntry>> listed = tree.list(folder);
  if (!listed) return state.unread(target->display(folder), listed.error());
  for (const DirectoryEntry& entry : *listed) {
    // npm 7 and older have no number behind it.
    if (entry.kind != EntryKind::file || !entry.name.ends_with(".log") ||
        entry.name.find("-debug") == std::string::npos)
      continue;
    const std::string path = folder + "/" + entry.name;
    const Result<std::string> text = tree.read(path, kLogBytes);
    if (!text) {
      state.unread(target->display(path), text.error());
      continue;
    }
    host::NpmDebugLog log = host::read_npm_debug_log(*text, entry.name, target->display(path));
    state.left.add_log(log, target->display(path));
    std::size_t room = kUnreadOfOneCache;
    state.add_unread(std::move(log.unread), room);
    state.report.coverage.read.push_back(
        {target->display(path), "npm log", static_cast<std::uint32_t>(log.placed.size() + log.runs.size())});
    ++state.counts.logs;
  }
}

void read_artefacts(State& state) {
  for (const FoundArtefacts& found : state.found) {
    for (const std::string& cache : found.npm_caches) read_cache(state, found.target, cache);
    for (const std::string& cache : found.other_caches)
      state.report.coverage.unread.push_back({found.target->display(cache), 0, "unsupported_format",
                                              "what another client than npm fetched; only npm's cache is read", true});
  }
  // Behind all caches, which say what content a release had.
  for (const FoundArtefacts& found : state.found)
    for (const std::string& folder : found.npm_logs) read_logs(state, found.target, folder);
}

class EventTraces final : public bus::EventSink {
 public:
  EventTraces(checks::LeftBehind& left, std::string path) : left_(left), path_(std::move(path)) {}
  Result<void> put(const model::Event& event) override {
    left_.add_event(event, path_);
    return {};
  }

 private:
  checks::LeftBehind& left_;
  std::string path_;
};

void read_events(State& state) {
  for (EventsFile& file : state.options.events) {
    const std::uint64_t lost_before = state.left.lost();
    EventTraces traces(state.left, file.display_path);
    for (;;) {
      const auto polled = file.reader.poll(std::chrono::milliseconds(0), traces);
      if (!polled) state.unread(file.display_path, polled.error());
      if (!polled || *polled == bus::SourceState::ended) break;
    }
    for (model::FileUnread& unread : file.reader.unread()) state.report.coverage.unread.push_back(std::move(unread));
    if (const std::uint64_t lost = state.left.lost() - lost_before; lost > 0)
      state.report.coverage.unread.push_back(
          {file.display_path, 0, "events_lost", fmt::format("a sensor lost {} events of what it saw", lost), true});
    state.counts.events += file.reader.events();
    state.report.coverage.read.push_back(
        {file.display_path, "events", static_cast<std::uint32_t>(file.reader.events())});
  }
}

// The archives of what left a trace, out of every cache that has them.
void recover_archives(State& state) {
  std::vector<model::RecoveredArchive>& archives = state.report.archives;
  std::uint64_t room = kAllUnpackedBytes;
  for (const auto& [purl, trace] : state.left.traces())
    for (const std::string& integrity : trace.archives)
      for (const FoundArtefacts& found : state.found)
        for (const std::string& cache : found.npm_caches) {
          const std::string content = host::content_path(integrity);
          if (content.empty()) continue;
          const std::string path = cache + "/" + content, shown = found.target->display(path);
          if (archives.size() == kMostArchives || room == 0) {
            if (state.raw_tree(found.target).info(path))
              state.report.coverage.unread.push_back(
                  {shown, 0, "too_many", "more archives of bad releases than are listed in one run", true});
            continue;
          }
          auto archive = read_cached_archive(state.raw_tree(found.target), path, shown, purl, integrity,
                                             std::min(room, kUnpackedBytes), state.report.coverage.unread);
          if (!archive && archive.error().code == ErrorCode::not_found) continue;  // pruned, or in another cache
          if (!archive) {
            state.unread(shown, archive.error());
            continue;
          }
          if (!archive->verified)
            state.report.coverage.unread.push_back(
                {shown, 0, "wrong_digest", "its bytes have not the digest that the cache keeps them under", true});
          std::uint64_t unpacked = archive->size;  // one that cannot be listed cost something, too
          for (const model::ArchiveFile& file : archive->files) unpacked += file.size;
          room -= std::min(room, archive->files.empty() ? std::max(unpacked, kUnpackedBytes / 4) : unpacked);
          archives.push_back(std::move(*archive));
        }
  for (const model::RecoveredArchive& archive : archives)
    state.left.add_archive(archive.purl, archive.path, archive.integrity, archive.verified);
}

void conclude(State& state, const Clock& clock) {
  for (const model::Finding& finding : state.report.findings)
    if (is_infection(finding)) state.left.add_finding(finding);
  std::vector<model::Finding> own = state.left.findings();
  policy::apply_waivers(state.options.scan.settings.waivers, clock.today(), own);
  put_in_order(own);
  own.insert(own.end(), std::make_move_iterator(state.report.findings.begin()),
             std::make_move_iterator(state.report.findings.end()));
  state.report.findings = std::move(own);
}

std::string looked_at(const Counts& counts) {
  std::string text = counted(counts.projects, "project", "projects");
  text += ", " + counted(counts.caches, "npm cache", "npm caches");
  if (counts.caches > 0) text += " (" + counted(counts.entries, "entry", "entries") + ")";
  text += ", " + counted(counts.logs, "npm log", "npm logs");
  if (counts.events > 0) text += ", " + counted(counts.events, "event", "events");
  return text;
}

void answer(State& state) {
  model::HuntReport& report = state.report;
  const auto decision = policy::decide(report.findings, report.coverage, state.options.scan.fail_on);
  std::string text;
  constexpr std::size_t kNamed = 3;
  std::size_t hits = 0;
  for (const model::Finding& finding : report.findings)
    if (finding.rule_id == "hunt.release" && ++hits <= kNamed) text += (text.empty() ? "" : "; ") + finding.title;
  if (hits > kNamed) text += fmt::format("; and {} more", hits - kNamed);
  const std::string releases = counted(state.releases, "bad release of npm's", "bad releases of npm's");
  if (hits == 0) text = fmt::format("no trace of {}", releases);
  text += fmt::format("; looked for {} in {}", hits == 0 ? "them" : releases, looked_at(state.counts));
  text += missing_text(report.coverage, "not looked at");
  // A trace is what was asked about, however bad it is.
  const bool is_waived =
      hits > 0 && decision.exit_code != 1 && std::ranges::all_of(report.findings, [](const model::Finding& finding) {
        return finding.rule_id != "hunt.release" || finding.waived.has_value();
      });
  const std::uint32_t code = hits > 0 && !is_waived ? 1 : decision.exit_code;
  report.answer = {decision.verdict, decision.complete, code, std::move(text)};
}

}  // namespace

model::HuntReport hunt(HuntOptions& options, const Clock& clock, Progress& progress) {
  State state(options, progress);
  state.report.schema = "cordon.hunt/1";
  scan_projects(state, clock);
  read_artefacts(state);
  read_events(state);
  recover_archives(state);
  conclude(state, clock);
  put_in_order(state.report.coverage);
  answer(state);
  return std::move(state.report);
}

Result<intel::IncidentPack> pack_of(const std::vector<std::string>& packages, const Clock& clock) {
  intel::IncidentPack pack;
  pack.id = kAskedFor;
  pack.title = "what was asked for";
  pack.date = pack.updated = clock.today();
  pack.summary = "Releases that were named on the command line, or that events name in findings.";
  pack.sources = {"the command line"};
  pack.recovery = {"Find out why it was looked for: that decides what it means that it is here."};
  for (const std::string& text : packages) {
    intel::BadPackage package;
    package.ecosystem = "npm";
    if (text.starts_with("pkg:")) {
      const model::Purl purl = TRY(model::parse_purl(text));
      if (purl.type != "npm") return fail(ErrorCode::usage, text + ": only traces of npm's packages are read");
      package.name = purl.full_name();
      package.version = purl.version;
    } else {
      const std::size_t at = text.rfind('@');
      const bool has_version = at != std::string::npos && at > 0;
      package.name = has_version ? text.substr(0, at) : text;
      if (has_version) package.version = text.substr(at + 1);
    }
    if (package.name.empty()) return fail(ErrorCode::usage, "'" + text + "' names no package");
    if (package.version.empty()) package.version = intel::kEveryVersion;
    else if (package.version != intel::kEveryVersion && !model::semver::parse_version(package.version, {.loose = true}))
      return fail(ErrorCode::usage, "'" + text + "': " + package.version +
                                        " is no version; name one (name@1.2.3), or none for every release");
    if (std::ranges::find(pack.packages, package) == pack.packages.end()) pack.packages.push_back(std::move(package));
  }
  return pack;
}

}  // namespace cordon::app
