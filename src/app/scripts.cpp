#include "app/scripts.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "app/coverage_order.h"
#include "app/projects.h"
#include "app/read_project.h"
#include "app/report_answer.h"
#include "app/select_projects.h"

namespace cordon::app {
namespace {

using model::InstallRun;
using model::RunOwner;
using model::RunState;

// Lifecycle scripts in the order in which they run, then everything else by its name.
std::size_t rank_of(const InstallRun& run) {
  static constexpr std::string_view kOrder[] = {
      "predependencies", "dependencies", "postdependencies", "preinstall", "install",     "configure", "build",
      "postinstall",     "prepublish",   "preprepare",       "prepare",    "postprepare", "prepack"};
  return static_cast<std::size_t>(std::ranges::find(kOrder, run.when) - std::begin(kOrder));
}

bool comes_before(const InstallRun& a, const InstallRun& b) {
  const bool a_own = a.owner != RunOwner::dependency, b_own = b.owner != RunOwner::dependency;
  if (a_own != b_own) return b_own;
  const auto key = [](const InstallRun& run) {
    const bool own = run.owner != RunOwner::dependency;
    return std::tuple(own ? std::string_view() : std::string_view(run.name),
                      own ? std::string_view() : std::string_view(run.version), rank_of(run),
                      std::string_view(run.when), std::string_view(run.place.path), run.place.line);
  };
  return key(a) < key(b);
}

// One line a cause: the same release has the same script wherever it stands.
std::vector<InstallRun> merged(std::vector<InstallRun>&& runs) {
  std::ranges::stable_sort(runs, comes_before);
  std::vector<InstallRun> out;
  using Key = std::tuple<model::RunKind, std::string, std::string, std::string, std::string, RunState, std::string,
                         std::vector<std::string>>;
  std::map<Key, std::size_t> seen;
  for (InstallRun& run : runs) {
    const bool own = run.owner != RunOwner::dependency || run.name.empty();
    const Key key{run.kind,
                  run.when,
                  run.text.value_or(""),
                  own ? fmt::format("{}:{}", run.place.path, run.place.line) : run.name,
                  run.version,
                  run.state,
                  run.decided_by.value_or(""),
                  run.remarks};
    const auto [found, fresh] = seen.emplace(key, out.size());
    if (fresh) {
      out.push_back(std::move(run));
      continue;
    }
    InstallRun& first = out[found->second];
    ++first.instances;
    // What the project itself asks for is the better way to tell why it is there.
    if (run.direct == true && first.direct != true) {
      first.direct = true;
      first.via = std::move(run.via);
    }
  }
  return out;
}

// States from what is open to what is closed.
int openness(RunState state) {
  switch (state) {
    case RunState::runs: return 3;
    case RunState::unknown: return 2;
    case RunState::allowed: return 1;
    case RunState::blocked: return 0;
  }
  return 3;
}

std::vector<model::ScriptedPackage> merged(std::vector<model::ScriptedPackage>&& packages) {
  const auto key = [](const model::ScriptedPackage& package) {
    return std::tie(package.project, package.name, package.version, package.purl);
  };
  std::ranges::stable_sort(packages, [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::vector<model::ScriptedPackage> out;
  for (model::ScriptedPackage& package : packages) {
    if (out.empty() || key(out.back()) != key(package)) {
      out.push_back(std::move(package));
      continue;
    }
    model::ScriptedPackage& first = out.back();
    if (openness(package.state) > openness(first.state)) first.state = package.state;
    first.denied = first.denied || package.denied;
    if (package.doubt && (!first.doubt || *package.doubt < *first.doubt)) first.doubt = std::move(package.doubt);
    if (!first.keys.npm) first.keys.npm = std::move(package.keys.npm);
    const auto longer = [](std::string_view a, std::string_view b) {
      return std::pair(a.size(), a) > std::pair(b.size(), b);
    };
    if (package.keys.lavamoat && (!first.keys.lavamoat || longer(*first.keys.lavamoat, *package.keys.lavamoat)))
      first.keys.lavamoat = std::move(package.keys.lavamoat);
    // Two contents under one release: neither digest stands for it.
    if (first.scripts_sha256 != package.scripts_sha256) first.scripts_sha256.reset();
    for (std::string& integrity : package.integrity)
      if (std::ranges::find(first.integrity, integrity) == first.integrity.end())
        first.integrity.push_back(std::move(integrity));
  }
  return out;
}

// What an incident pack lists, by its content or by its name: whichever it is, nobody should allow it unseen.
void doubt_known_bad(std::vector<model::ScriptedPackage>& packages, const intel::Knowledge& knowledge) {
  for (model::ScriptedPackage& package : packages) {
    std::vector<intel::BadRelease> bad = knowledge.find("npm", package.name, package.version);
    for (const std::string& integrity : package.integrity)
      if (bad.empty()) bad = knowledge.find_integrity(integrity);
    if (!bad.empty())
      package.doubt = fmt::format("an incident pack lists it: {}", knowledge.packs()[bad.front().pack].id);
  }
}

// A state's part of the first line: "3 scripts of 2 packages and 1 of the project".
std::string counted_runs(const std::vector<InstallRun>& runs, RunState state) {
  std::size_t scripts = 0, own = 0;
  std::map<std::pair<std::string, std::string>, int> packages;
  for (const InstallRun& run : runs) {
    if (run.state != state) continue;
    if (run.owner != RunOwner::dependency) {
      ++own;
      continue;
    }
    ++scripts;
    ++packages[{run.name, run.version}];
  }
  std::string out;
  if (scripts > 0)
    out = counted(scripts, "command", "commands") + " of " + counted(packages.size(), "package", "packages");
  if (own > 0)
    out +=
        (out.empty() ? counted(own, "command", "commands") : " and " + std::to_string(own)) + " of the project's own";
  return out;
}

// `unsaid` is the number of packages of which no file says whether they run something.
void conclude(model::ScriptsReport& report, std::size_t unsaid) {
  const bool complete =
      std::ranges::none_of(report.coverage.unread, [](const model::FileUnread& unread) { return unread.incomplete; });
  const bool open = std::ranges::any_of(
      report.scripts, [](const InstallRun& run) { return openness(run.state) > openness(RunState::allowed); });
  report.answer.complete = complete;
  report.answer.exit_code = open ? 1 : complete ? 0 : 3;
  report.answer.verdict = open || !complete ? model::VerdictValue::review : model::VerdictValue::allow;
  std::string& line = report.answer.headline;
  if (const std::string runs = counted_runs(report.scripts, RunState::runs); !runs.empty())
    line = runs + " would run that no list allows";
  if (const std::string unknown = counted_runs(report.scripts, RunState::unknown); !unknown.empty())
    line += (line.empty() ? "" : "; ") + unknown + " may run";
  if (unsaid > 0)
    line += (line.empty() ? "of " : "; of ") + counted(unsaid, "package", "packages") + " nothing says whether " +
            (unsaid == 1 ? "it runs" : "they run") + " something";
  if (line.empty()) line = "nothing would run that no list allows";
  if (const std::string allowed = counted_runs(report.scripts, RunState::allowed); !allowed.empty())
    line += "; " + allowed + " allowed";
  if (const std::string blocked = counted_runs(report.scripts, RunState::blocked); !blocked.empty())
    line += "; " + blocked + " kept from running";
  line += missing_text(report.coverage, "not looked at");
}

}  // namespace

model::ScriptsReport list_scripts(const ScriptsOptions& options, Progress& progress) {
  model::ScriptsReport report;
  report.schema = "cordon.scripts/1";
  report.coverage.unread = options.unopened;
  FoundProjects found = find_projects(options.targets, nullptr, progress);
  select_projects({FoundDocuments::none, true}, found);
  report.coverage.unread.insert(report.coverage.unread.end(), found.unread.begin(), found.unread.end());

  const ReadSettings settings{&options.registries, nullptr, options.user_config, {}, false};
  WorkspaceFolders workspaces;
  CollectedRuns collected;
  const auto collect = [&](const FoundProject& project) {
    const ProjectRead read = read_project(*project.target, project.project, workspaces.covers(project), settings);
    if (project.project.has_lockfile())
      for (const model::Inventory& inventory : read.project.lockfiles) workspaces.add(project, inventory);
    collect_project(*project.target, project.project, read, settings.limits, collected);
    report.coverage.read.insert(report.coverage.read.end(), read.read.begin(), read.read.end());
    report.coverage.unread.insert(report.coverage.unread.end(), read.unread.begin(), read.unread.end());
    ++progress.projects_done;
  };
  for (const FoundProject& project : found.projects)
    if (project.project.has_lockfile()) collect(project);
  for (const FoundProject& project : found.projects)
    if (!project.project.has_lockfile()) collect(project);
  for (const Target& target : options.targets)
    if (target.only_file.empty()) collect_auto_runs(target, options.limits, progress, collected);

  report.scripts = merged(std::move(collected.runs));
  report.packages = merged(std::move(collected.packages));
  if (options.knowledge != nullptr) doubt_known_bad(report.packages, *options.knowledge);
  report.coverage.unread.insert(report.coverage.unread.end(), std::make_move_iterator(collected.unread.begin()),
                                std::make_move_iterator(collected.unread.end()));
  put_in_order(report.coverage);
  conclude(report, collected.unsaid);
  return report;
}

}  // namespace cordon::app
