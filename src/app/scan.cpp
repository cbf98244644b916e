#include "app/scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_set>

#include "app/changed_runs.h"
#include "app/coverage_order.h"
#include "app/finding_order.h"
#include "app/knowledge_used.h"
#include "app/known_ecosystems.h"
#include "app/lockfile_changes.h"
#include "app/new_findings.h"
#include "app/path_keys.h"
#include "app/policy_findings.h"
#include "app/projects.h"
#include "app/projects_before.h"
#include "app/read_project.h"
#include "app/unreadable_change.h"
#include "checks/comparison.h"
#include "model/finding.h"
#include "policy/verdict.h"
#include "policy/waivers.h"

namespace cordon::app {
namespace {

// One project to examine, and what came of it.
struct Job {
  FoundProject found;
  bool has_lockfile = false;
  std::vector<model::Finding> findings;
  std::vector<model::FileRead> read;
  std::vector<model::FileUnread> unread;
};

// Distinct package URLs of the whole scan. Threads may add at the same time.
class Packages {
 public:
  void add(const checks::Project& project) {
    const std::lock_guard lock(mutex_);
    for (const model::Inventory& inventory : project.lockfiles) add(inventory);
    if (project.hidden_lockfile) add(*project.hidden_lockfile);
    if (project.installed) add(project.installed->inventory);
  }
  void add(const std::string& purl) { purls_.insert(purl); }
  // Of components that a registry may have served.
  const std::set<std::string>& ecosystems() const { return ecosystems_; }
  std::size_t count() const { return purls_.size(); }

 private:
  void add(const model::Inventory& inventory) {
    for (const model::Component& component : inventory.components)
      if (component.origin != model::Origin::workspace && component.origin != model::Origin::link)
        if (purls_.insert(component.purl).second) ecosystems_.insert(component.ecosystem);
  }

  std::mutex mutex_;
  std::unordered_set<std::string> purls_;
  std::set<std::string> ecosystems_;
};

struct State {
  State(const ScanOptions& scan_options, const Clock& clock, Progress& scan_progress)
      : options(scan_options), now(clock.unix_seconds()), progress(scan_progress), libraries(index_of(scan_options)),
        policy(scan_options.settings.rules, clock),
        before(scan_options.before, scan_options.targets, report.coverage.unread) {}

  static const intel::AdvisoryIndex* index_of(const ScanOptions& options) {
    const intel::Advisories* loaded = options.knowledge->advisories();
    return loaded == nullptr ? nullptr : &loaded->index();
  }

  const ScanOptions& options;
  std::int64_t now;
  Progress& progress;
  Libraries libraries;
  model::Registries registries;
  std::vector<Job> jobs;
  WorkspaceFolders workspaces;
  Packages packages;
  PolicyRun policy;
  model::ScanReport report;
  ProjectsBefore before;
  std::atomic<std::uint32_t> there_before{0};  // findings that the change did not bring
  std::mutex seen_mutex;
};

void set_up_registries(State& state) {
  for (const model::RegistryRow& row : state.options.settings.registries) state.registries.add(row);
  state.registries.declare_private(state.options.settings.declared_private);
}

void discover_projects(State& state) {
  FoundProjects found = find_projects(state.options.targets, state.libraries.is_optional() ? nullptr : &state.libraries,
                                      state.progress, state.options.artefacts == nullptr ? Hunts::no : Hunts::yes);
  if (state.options.artefacts != nullptr) *state.options.artefacts = std::move(found.artefacts);
  std::ranges::move(found.unread, std::back_inserter(state.report.coverage.unread));
  state.before.pair(found.projects);
  for (FoundProject& project : found.projects) {
    Job& job = state.jobs.emplace_back();
    job.has_lockfile = project.project.has_lockfile();
    job.found = std::move(project);
  }
  if (!state.jobs.empty()) state.jobs.front().findings = changed_runs(state.before, state.report.coverage.unread);
}

// Where the project really stands, and what is there.
void note_seen(const Job& job, const checks::Project& project, State& state) {
  if (state.options.seen == nullptr) return;
  SeenProject seen;
  seen.path = job.found.target->place;
  if (job.found.target->only_file.empty() && !job.found.project.directory.empty())
    seen.path += "/" + job.found.project.directory;
  seen.ecosystem = job.found.project.ecosystem;
  for (const model::Inventory& inventory : project.lockfiles) collect_seen(inventory, false, seen.packages);
  if (project.hidden_lockfile) collect_seen(*project.hidden_lockfile, false, seen.packages);
  if (project.installed) collect_seen(project.installed->inventory, true, seen.packages);
  seen.is_partial = std::ranges::any_of(job.unread, [](const model::FileUnread& unread) { return unread.incomplete; });
  const std::lock_guard lock(state.seen_mutex);
  state.options.seen->push_back(std::move(seen));
}

void run_checks(const checks::Project& project, const State& state, std::vector<model::Finding>& out) {
  for (const checks::CheckRow& check : checks::all_checks()) check.run(project, *state.options.knowledge, out);
}

// Findings of the project now: where a change is looked at, those that were not there before it.
void judge(Job& job, checks::Project& project, State& state) {
  if (ReleaseArchives* archives = state.options.archives)
    project.archives = [archives](const model::Component& component) { return archives->of(component); };
  if (RegistryDocuments* documents = state.options.documents)
    project.packuments = [documents](const model::Component& component) { return documents->of(component); };
  project.asks_of_all = state.policy.asks_ages();
  if (state.before.is_empty()) {
    run_checks(project, state, job.findings);
    return state.policy.judge(project, job.findings);
  }
  const FoundProject* found = state.before.find(job.found);
  const ReadSettings settings{&state.registries, nullptr, state.options.user_config, {}, false};
  ProjectRead before;
  if (found != nullptr) before = read_project(*found->target, found->project, false, settings);
  add_unreadable(*job.found.target, job.found.project, {before.read, before.unread}, {job.read, job.unread},
                 job.findings);
  // What could not be read of it would seem to be new.
  std::ranges::copy_if(before.unread, std::back_inserter(job.unread), &model::FileUnread::incomplete);
  std::ranges::copy(before.read, std::back_inserter(job.read));
  before.project.declared_private = project.declared_private;
  project.before = &before.project;
  project.now = state.now;
  if (state.options.online != nullptr) state.options.online->fetch_new(before.project, project, state.progress);
  if (state.options.seen_before)
    project.seen_before = [&state, &job](const model::Component& component) {
      const std::string file = component.place.path.substr(component.place.path.rfind('/') + 1);
      const std::string& folder = job.found.project.directory;
      return state.options.seen_before(*job.found.target, folder.empty() ? file : folder + "/" + file, component.name);
    };
  project.comparisons = checks::comparisons_of(project);
  run_checks(project, state, job.findings);
  state.policy.judge(project, job.findings);
  std::vector<model::Finding> known;
  run_checks(before.project, state, known);
  state.there_before += keep_new(known, job.findings);
  if (state.options.changes == nullptr) return;
  const std::lock_guard lock(state.seen_mutex);
  describe_changes(project, *state.options.changes);
}

// Nothing of a project is kept but what is reported of it: a scan may cover thousands.
void examine(Job& job, bool manifest_covered, State& state) {
  const ReadSettings settings{&state.registries, state.libraries.opened(), state.options.user_config, {}, true};
  ProjectRead project = read_project(*job.found.target, job.found.project, manifest_covered, settings);
  job.read = std::move(project.read);
  job.unread = std::move(project.unread);
  note_unknown_ecosystems(project.project, job.unread);
  project.project.declared_private = &state.options.settings.declared_private;
  judge(job, project.project, state);
  state.packages.add(project.project);
  note_seen(job, project.project, state);
  if (!job.has_lockfile) return;
  for (const model::Inventory& inventory : project.project.lockfiles) state.workspaces.add(job.found, inventory);
}

// Lockfiles first, in parallel; then what stands without one, because the lockfiles say which of it they cover.
void examine_projects(State& state, bool with_lockfile) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < state.jobs.size(); i = next++) {
      Job& job = state.jobs[i];
      if (job.has_lockfile != with_lockfile) continue;
      const bool covered = !with_lockfile && state.workspaces.covers(job.found);
      examine(job, covered, state);
      ++state.progress.projects_done;
    }
  };
  const std::size_t threads = std::min<std::size_t>(state.options.threads, state.jobs.size());
  std::vector<std::jthread> pool;
  for (std::size_t i = 1; i < threads; ++i) pool.emplace_back(work);
  work();
}

// Whoever named a folder of archives thinks that it helps.
void note_unused_folders(State& state) {
  if (state.options.archives == nullptr || state.options.documents == nullptr) return;
  const std::vector<std::string> documents = state.options.documents->unused();
  for (const std::string& folder : state.options.archives->unused())
    if (std::ranges::find(documents, folder) != documents.end())
      state.report.coverage.unread.push_back(
          {folder, 0, "unused", "nothing in it is of a release that the change brought", false});
}

void collect(State& state) {
  const PathKeys keys(state.options.targets);
  const auto move_all = [](auto& from, auto& to) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (Job& job : state.jobs) {
    for (model::Finding& finding : job.findings) keys.identify(finding);
    move_all(job.findings, state.report.findings);
    move_all(job.read, state.report.coverage.read);
    move_all(job.unread, state.report.coverage.unread);
    job = {};
  }
  std::ranges::copy(state.options.also_found, std::back_inserter(state.report.findings));
  model::merge_same(state.report.findings);
  note_unused_folders(state);
  if (state.options.online != nullptr)
    std::ranges::move(state.options.online->unread(), std::back_inserter(state.report.coverage.unread));
  const auto unread_first = state.options.unopened;
  state.report.coverage.unread.insert(state.report.coverage.unread.end(), unread_first.begin(), unread_first.end());
}

// Malware that is asked for and, as far as is known, not there yet.
bool is_request(const model::Finding& finding) { return finding.rule_id == "malware.referenced"; }

// "axios 1.14.1, plain-crypto-js 4.2.1": the packages of the findings that `picks` chooses, without repetition.
template <class Picks>
std::vector<std::string> package_names(const model::ScanReport& report, Picks picks) {
  std::vector<std::string> names;
  std::unordered_set<std::string> known;
  for (const model::Finding& finding : report.findings) {
    if (!picks(finding) || !finding.subject.name) continue;
    std::string name = *finding.subject.name;
    if (const std::string version = finding.subject.version.value_or(""); !version.empty()) name += " " + version;
    if (known.insert(name).second) names.push_back(std::move(name));
  }
  return names;
}

// " (axios 1.14.1, …)"
std::string in_brackets(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 3;
  if (names.empty()) return {};
  const std::vector<std::string> first(names.begin(),
                                       names.begin() + static_cast<std::ptrdiff_t>(std::min(kNamed, names.size())));
  return fmt::format(" ({}{})", fmt::join(first, ", "), names.size() > kNamed ? ", \u2026" : "");
}

// What was found, as the first line says it.
std::string found_text(State& state) {
  const model::ScanReport& report = state.report;
  // What a package.json says to be, or an override brings in, is a package that was looked at, too.
  for (const model::Finding& finding : report.findings)
    if (is_infection(finding) && finding.subject.purl) state.packages.add(*finding.subject.purl);
  const auto names = [&](auto picks, bool waived) {
    return package_names(report, [&](const model::Finding& f) { return f.waived.has_value() == waived && picks(f); });
  };
  const std::vector<std::string> bad = names(is_infection, false), asked = names(is_request, false);
  std::string text =
      fmt::format("{} of {} packages known to be malicious{}", bad.size(), state.packages.count(), in_brackets(bad));
  if (!asked.empty())
    text += fmt::format("; {} known to be malicious {} asked for{}", asked.size(), asked.size() == 1 ? "is" : "are",
                        in_brackets(asked));
  const auto others = std::count_if(report.findings.begin(), report.findings.end(), [&](const model::Finding& f) {
    return !f.waived && f.severity >= state.options.fail_on && !is_infection(f) && !is_request(f) && !f.policy;
  });
  if (others > 0)
    text += fmt::format("; {} other finding{} of {} or above", others, others == 1 ? "" : "s",
                        to_string(state.options.fail_on));
  text += broken_rules_text(report.findings);
  const auto waived = std::count_if(report.findings.begin(), report.findings.end(),
                                    [](const model::Finding& f) { return f.waived.has_value(); });
  const auto is_malware = [](const model::Finding& f) { return is_infection(f) || is_request(f); };
  if (const std::uint32_t known = state.there_before; known > 0)
    text += fmt::format("; {} more {} there before the change", known, known == 1 ? "was" : "were");
  if (!state.options.before_what.empty()) text += "; against " + state.options.before_what;
  if (state.options.ratchet != nullptr) text += state.options.ratchet->headline;
  if (waived > 0) text += fmt::format("; {} waived{}", waived, in_brackets(names(is_malware, true)));
  return text;
}

void answer(State& state) {
  model::ScanReport& report = state.report;
  const policy::Decision decision = policy::decide(report.findings, report.coverage, state.options.fail_on);
  std::string text = found_text(state);
  for (const model::KnowledgeUsed& used : report.coverage.knowledge) {
    if (used.state == "loaded")
      text += fmt::format("; {} {} of {}{}", used.count, used.source, used.date.value_or("unknown date"),
                          used.warning ? " (" + *used.warning + ")" : "");
    else text += fmt::format("; {}: {}", used.source, used.state == "off" ? "off" : "none");
  }
  const auto missing = std::count_if(report.coverage.unread.begin(), report.coverage.unread.end(),
                                     [](const auto& u) { return u.incomplete; });
  if (missing > 0) text += fmt::format("; INCOMPLETE: {} thing{} not looked at", missing, missing == 1 ? "" : "s");
  report.answer = {decision.verdict, decision.complete, decision.exit_code, std::move(text)};
}

}  // namespace

model::ScanReport scan(const ScanOptions& options, const Clock& clock, Progress& progress) {
  State state(options, clock, progress);
  state.report.schema = "cordon.scan/1";
  set_up_registries(state);
  discover_projects(state);
  examine_projects(state, true);
  examine_projects(state, false);
  collect(state);
  note_knowledge(options, state.packages.ecosystems(), clock, state.report.coverage);
  state.report.policy = state.policy.finish(state.report.findings, state.report.coverage);
  const std::size_t applied = policy::apply_waivers(options.settings.waivers, clock.today(), state.report.findings,
                                                    known_rules(options.settings));
  // Against something, what was there before is left out: who waives that waives nothing here, and is right all the
  // same.
  if (!state.before.is_empty())
    std::erase_if(state.report.findings, [](const auto& each) { return each.rule_id == "policy.waiver-unused"; });
  state.report.coverage.settings = policy::settings_used(options.settings, applied);
  if (options.ratchet != nullptr)
    apply_ratchet(*options.ratchet, clock.today(), options.knowledge->advisories() != nullptr, state.report);
  put_in_order(state.report.findings);
  put_in_order(state.report.coverage);
  answer(state);
  if (options.seen != nullptr)  // whichever thread was first
    std::ranges::sort(*options.seen, [](const SeenProject& left, const SeenProject& right) {
      return std::tie(left.path, left.ecosystem) < std::tie(right.path, right.ecosystem);
    });
  return std::move(state.report);
}

}  // namespace cordon::app
