#include "app/fix.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/coverage_order.h"
#include "app/fix_apply.h"
#include "app/fix_plan.h"
#include "app/projects.h"
#include "app/read_project.h"
#include "app/report_answer.h"

namespace cordon::app {
namespace {

// The folder that a target's tree is of.
std::string folder_of(const Target& target) {
  if (target.only_file.empty()) return target.argument;
  const std::size_t slash = target.argument.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : target.argument.substr(0, slash);
}

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
    // Of what was found only npm's lockfiles are looked at.
    for (model::FileUnread& unread : found.unread) report_.coverage.unread.push_back(std::move(unread));
    for (const FoundProject& project : found.projects)
      if (project.project.ecosystem == "npm" && project.project.has_lockfile()) plan(project);
    std::ranges::stable_sort(report_.projects, {}, &model::FixedProject::path);
    if (options_.apply && !is_refused()) TRY(apply());
    std::vector<model::Finding> none;
    conclude({.knowledge = *options_.knowledge, .settings = options_.settings}, clock, none, report_.coverage);
    put_in_order(report_.coverage);
    answer();
    return std::move(report_);
  }

 private:
  void plan(const FoundProject& project) {
    const ReadSettings settings{&registries_, nullptr, options_.user_config, {}, false};
    const ProjectRead read = read_project(*project.target, project.project, false, settings);
    const auto& unread = read.unread;
    report_.coverage.unread.insert(report_.coverage.unread.end(), unread.begin(), unread.end());
    report_.coverage.read.insert(report_.coverage.read.end(), read.read.begin(), read.read.end());
    const auto index = static_cast<std::size_t>(project.target - options_.targets.data());
    FixContext context{project.target, options_.raw[index].get(), &project.project, &read,
                       &settings,      options_.knowledge,        &options_.sources};
    for (const model::Inventory& lockfile : read.project.lockfiles) {
      if (lockfile.document) continue;
      LockfilePlan planned = plan_lockfile(context, lockfile, report_.coverage.unread);
      for (PlannedFile& file : planned.files) {
        const std::string path = folder_of(*project.target) + "/" + file.inside;
        // Two lockfiles of one folder may need the same of its package.json.
        const bool known = std::ranges::any_of(
            files_, [&](const FileToWrite& other) { return other.path == path && other.after == file.after; });
        if (!known) files_.push_back({path, std::move(file.before), std::move(file.after), backup_of(path)});
      }
      if (!planned.report.unmended.empty() || !planned.report.files.empty())
        report_.projects.push_back(std::move(planned.report));
    }
    ++progress_.projects_done;
  }

  bool is_refused() const {
    return std::ranges::any_of(report_.projects,
                               [](const model::FixedProject& project) { return !project.unmended.empty(); });
  }

  Result<void> apply() {
    if (files_.empty()) return {};
    for (std::size_t i = 0; i < files_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (files_[i].path == files_[j].path)
          return fail(ErrorCode::refused, files_[i].path + " would have to change twice: name one lockfile");
    TRY(write_all_or_none(files_));
    for (model::FixedProject& project : report_.projects)
      for (model::FixedFile& file : project.files) file.backup = backup_of(file.path);
    return {};
  }

  std::string mended_text() const {
    std::vector<std::string> names;
    for (const model::FixedProject& project : report_.projects) {
      for (const model::Mend& mend : project.mends) names.push_back(mend.name + " " + mend.from + " \u2192 " + mend.to);
      for (const model::Orphan& orphan : project.orphans)
        if (orphan.bad) names.push_back(orphan.name + " " + orphan.version + " out");
    }
    return fmt::format("{}", fmt::join(names, ", "));
  }

  void answer() {
    using model::FixState;
    const bool complete = std::ranges::none_of(report_.coverage.unread, &model::FileUnread::incomplete);
    if (is_refused()) {
      std::vector<std::string> names;
      for (const model::FixedProject& project : report_.projects)
        for (const model::Unmended& each : project.unmended) names.push_back(each.name + " " + each.version);
      report_.state = FixState::refused;
      report_.exit_code = 3;
      report_.headline = fmt::format("{} cannot be taken back; nothing was changed", fmt::join(names, ", "));
    } else if (files_.empty()) {
      report_.state = FixState::nothing;
      report_.exit_code = complete ? 0 : 3;
      report_.headline = "nothing here is known to be bad" + missing_text(report_.coverage, "not looked at");
    } else if (options_.apply) {
      report_.state = FixState::applied;
      report_.exit_code = complete ? 0 : 3;
      report_.headline = mended_text() + "; " + counted(files_.size(), "file", "files") + " changed" +
                         missing_text(report_.coverage, "not looked at");
    } else {
      report_.state = FixState::planned;
      report_.exit_code = 1;
      report_.headline = mended_text() + "; " + counted(files_.size(), "file", "files") + " would change, none was" +
                         missing_text(report_.coverage, "not looked at");
    }
  }

  const FixOptions& options_;
  Progress& progress_;
  model::Registries registries_;
  std::vector<FileToWrite> files_;
  model::FixReport report_;
};

}  // namespace

Result<model::FixReport> fix(const FixOptions& options, const Clock& clock, Progress& progress) {
  return Fixer(options, progress).run(clock);
}

}  // namespace cordon::app
