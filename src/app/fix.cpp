#include "app/fix.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "app/coverage_order.h"
#include "app/fix_apply.h"
#include "app/fix_elsewhere.h"
#include "app/fix_plan.h"
#include "app/hunt.h"
#include "app/known_malware.h"
#include "app/projects.h"
#include "app/read_project.h"
#include "app/report_answer.h"

namespace cordon::app {
namespace {

// Each once, in the order they come.
class Names {
 public:
  void add(std::string name) {
    if (std::ranges::find(names_, name) == names_.end()) names_.push_back(std::move(name));
  }
  std::string text() const { return fmt::format("{}", fmt::join(names_, ", ")); }

 private:
  std::vector<std::string> names_;
};

class Fixer {
 public:
  Fixer(const FixOptions& options, Progress& progress) : options_(options), progress_(progress) {
    for (const model::RegistryRow& row : options.settings.registries) registries_.add(row);
    registries_.declare_private(options.settings.declared_private);
  }

  Result<model::FixReport> run(const Clock& clock) {
    report_.schema = "cordon.fix/1";
    FoundProjects found = find_projects(options_.targets, nullptr, progress_);
    report_.coverage.unread = options_.unopened;
    for (model::FileUnread& unread : found.unread) report_.coverage.unread.push_back(std::move(unread));
    // A lockfile says which folders are members of its project.
    for (const bool with_lockfile : {true, false})
      for (const FoundProject& project : found.projects)
        if (project.project.has_lockfile() == with_lockfile) look_at(project);
    is_refused_ = std::ranges::any_of(report_.projects,
                                      [](const model::FixedProject& project) { return !project.unmended.empty(); });
    if (options_.apply && !is_refused_) TRY(apply());
    if (options_.online != nullptr)
      std::ranges::move(options_.online->unread(), std::back_inserter(report_.coverage.unread));
    if (options_.history != nullptr)
      std::ranges::copy(options_.history->unread(), std::back_inserter(report_.coverage.unread));
    std::ranges::move(elsewhere_, std::back_inserter(report_.projects));
    std::ranges::stable_sort(report_.projects, {}, &model::FixedProject::path);
    std::vector<model::Finding> none;
    conclude({.knowledge = *options_.knowledge, .settings = options_.settings}, clock, none, report_.coverage);
    put_in_order(report_.coverage);
    answer();
    return std::move(report_);
  }

 private:
  void look_at(const FoundProject& project) {
    const ReadSettings settings{&registries_, nullptr, options_.user_config, {}, false};
    const bool covered = !project.project.has_lockfile() && workspaces_.covers(project);
    const ProjectRead read = read_project(*project.target, project.project, covered, settings);
    const auto& unread = read.unread;
    report_.coverage.unread.insert(report_.coverage.unread.end(), unread.begin(), unread.end());
    report_.coverage.read.insert(report_.coverage.read.end(), read.read.begin(), read.read.end());
    for (const model::Inventory& inventory : read.project.lockfiles) workspaces_.add(project, inventory);
    const bool is_npm = project.project.ecosystem == "npm", has_plan = is_npm && project.project.has_lockfile();
    NamesAndVersions handled;
    if (has_plan) handled = plan(project, read, settings);
    for (model::FixedProject& row :
         bad_elsewhere(read, has_plan || (is_npm && covered), handled, registries_, *options_.knowledge))
      if (places_.insert(real_path(row.path)).second) elsewhere_.push_back(std::move(row));
    ++progress_.projects_done;
  }

  // What is bad in its lockfiles, mended or not.
  NamesAndVersions plan(const FoundProject& project, const ProjectRead& read, const ReadSettings& settings) {
    NamesAndVersions handled;
    const auto index = static_cast<std::size_t>(project.target - options_.targets.data());
    FixContext context{project.target,
                       options_.raw[index].get(),
                       &project.project,
                       &read,
                       &settings,
                       options_.knowledge,
                       &options_.sources,
                       options_.online,
                       options_.published_before,
                       options_.forward,
                       options_.severity,
                       options_.history,
                       index};
    for (const model::Inventory& lockfile : read.project.lockfiles) {
      if (lockfile.document) continue;
      for (const KnownMalware& bad : known_malware(lockfile, registries_, *options_.knowledge))
        handled.emplace(bad.name, bad.version);
      // A folder and a file of it may both be named.
      if (!places_.insert(real_path(lockfile.path)).second) continue;
      LockfilePlan planned = plan_lockfile(context, lockfile, report_.coverage.unread);
      for (PlannedFile& file : planned.files) {
        const std::string path = project.target->folder() + "/" + file.inside;
        // Two lockfiles of one folder may need the same of its package.json.
        const bool known = std::ranges::any_of(
            files_, [&](const FileToWrite& other) { return other.path == path && other.after == file.after; });
        if (!known) files_.push_back({path, std::move(file.before), std::move(file.after), backup_of(path)});
      }
      if (!planned.report.unmended.empty() || !planned.report.vulnerable.empty() || !planned.report.files.empty())
        report_.projects.push_back(std::move(planned.report));
    }
    return handled;
  }

  Result<void> apply() {
    if (files_.empty()) return {};
    for (std::size_t i = 0; i < files_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (files_[i].path == files_[j].path)
          return fail(ErrorCode::refused, files_[i].path + " would have to change twice: name one lockfile");
    TRY(write_all_or_none(files_));
    for (model::FixedProject& project : report_.projects)
      for (model::FixedFile& file : project.files) file.backup = last_backup_of(file.path);
    return {};
  }

  std::string mended_text() const {
    Names names;
    std::size_t lockfiles = 0;
    for (const model::FixedProject& project : report_.projects) {
      for (const model::Mend& mend : project.mends) names.add(mend.name + " " + mend.from + " \u2192 " + mend.to);
      for (const model::Orphan& orphan : project.orphans)
        if (orphan.bad) names.add(orphan.name + " " + orphan.version + " out");
      if (!project.files.empty()) ++lockfiles;
    }
    return names.text() + (lockfiles > 1 ? " in " + std::to_string(lockfiles) + " lockfiles" : "");
  }

  // What is bad outside of the lockfiles that are rewritten.
  std::string elsewhere_text() const {
    Names names;
    for (const model::FixedProject& project : report_.projects)
      for (const model::Unmended& each : project.unmended)
        names.add(each.name + " " + each.version + " (" + project.path + ")");
    return names.text();
  }

  // What was named with --package and is in nothing that was read.
  std::string nowhere_text() const {
    Names names;
    const auto packs = options_.knowledge->packs();
    for (std::uint32_t i = 0; i < packs.size(); ++i) {
      if (packs[i].id != kAskedFor) continue;
      for (const intel::BadPackage& package : options_.knowledge->open(i).packages) {
        const bool every = package.version == intel::kEveryVersion;
        if (!is_here(package.name, every ? std::string_view() : package.version))
          names.add(package.name + (every ? "" : " " + package.version));
      }
    }
    return names.text();
  }

  // Without a version: any of them.
  bool is_here(std::string_view name, std::string_view version) const {
    const auto is_it = [&](const std::string& other, const std::string& its_version) {
      return other == name && (version.empty() || its_version == version);
    };
    return std::ranges::any_of(report_.projects, [&](const model::FixedProject& project) {
      return std::ranges::any_of(project.mends, [&](const model::Mend& each) { return is_it(each.name, each.from); }) ||
             std::ranges::any_of(project.orphans, [&](const auto& each) { return is_it(each.name, each.version); }) ||
             std::ranges::any_of(project.unmended, [&](const auto& each) { return is_it(each.name, each.version); });
    });
  }

  std::string refused_text() const {
    Names names;
    for (const model::FixedProject& project : report_.projects)
      for (const model::Unmended& each : project.unmended) names.add(each.name + " " + each.version);
    return names.text() + " cannot be taken back; nothing was changed";
  }

  // What is vulnerable and has no way forward.
  std::string vulnerable_text() const {
    Names names;
    for (const model::FixedProject& project : report_.projects)
      for (const model::Unmended& each : project.vulnerable) names.add(each.name + " " + each.version);
    return names.text();
  }

  void answer() {
    using model::FixState;
    const std::string vulnerable = vulnerable_text();
    const bool complete = elsewhere_.empty() && vulnerable.empty() &&
                          std::ranges::none_of(report_.coverage.unread, &model::FileUnread::incomplete);
    const std::string nowhere = nowhere_text(), missing = missing_text(report_.coverage, "not looked at");
    std::string rest = elsewhere_.empty() ? "" : "; " + elsewhere_text() + " stays";
    if (!vulnerable.empty()) rest += "; vulnerable, without a way forward: " + vulnerable;
    if (!nowhere.empty()) rest += "; " + nowhere + ", which was named, is nowhere here";
    if (is_refused_) {
      report_.state = FixState::refused;
      report_.exit_code = 3;
      report_.headline = refused_text();
    } else if (files_.empty() && !elsewhere_.empty()) {
      report_.state = FixState::refused;
      report_.exit_code = 3;
      report_.headline = elsewhere_text() + " stays: only lockfiles of npm, yarn 1 and pnpm are changed" + missing;
    } else if (files_.empty() && !vulnerable.empty()) {
      report_.state = FixState::refused;
      report_.exit_code = 3;
      report_.headline =
          vulnerable +
          (options_.apply ? ": no way forward is known; nothing was changed" : ": no way forward is known") + missing;
    } else if (files_.empty()) {
      report_.state = FixState::nothing;
      report_.exit_code = complete ? 0 : 3;
      report_.headline = nowhere.empty() ? "nothing here is known to be bad"
                                         : nowhere + " is nowhere here, and nothing else is known to be bad";
      report_.headline += missing;
    } else if (options_.apply) {
      report_.state = FixState::applied;
      report_.exit_code = complete ? 0 : 3;
      report_.headline = mended_text() + "; " + counted(files_.size(), "file", "files") + " changed" + rest + missing;
    } else {
      report_.state = FixState::planned;
      report_.exit_code = 1;
      report_.headline =
          mended_text() + "; " + counted(files_.size(), "file", "files") + " would change, none was" + rest + missing;
    }
  }

  const FixOptions& options_;
  Progress& progress_;
  model::Registries registries_;
  WorkspaceFolders workspaces_;
  std::set<std::string> places_;  // what was looked at, by where it really stands
  std::vector<model::FixedProject> elsewhere_;
  std::vector<FileToWrite> files_;
  model::FixReport report_;
  bool is_refused_ = false;
};

}  // namespace

Result<model::FixReport> fix(const FixOptions& options, const Clock& clock, Progress& progress) {
  return Fixer(options, progress).run(clock);
}

}  // namespace cordon::app
