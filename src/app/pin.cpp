#include "app/pin.h"

#include <algorithm>
#include <set>

#include "app/coverage_order.h"
#include "app/fix_apply.h"
#include "app/pin_lockfile.h"
#include "app/pin_ranges.h"
#include "app/pin_workflow.h"
#include "app/projects.h"
#include "app/report_answer.h"
#include "inventory/npm/specifier.h"

namespace cordon::app {
namespace {

constexpr std::string_view kActions = "github-actions";

class AllPinner {
 public:
  AllPinner(PinOptions& options, Progress& progress)
      : options_(options), progress_(progress), settings_{&registries_, nullptr, options.user_config, {}, false} {
    for (const model::RegistryRow& row : options.settings.registries) registries_.add(row);
    registries_.declare_private(options.settings.declared_private);
  }

  Result<model::PinReport> run(const Clock& clock) {
    report_.schema = "cordon.pin/1";
    const FoundProjects found = find_projects(options_.targets, nullptr, progress_);
    report_.coverage.unread = options_.unopened;
    report_.coverage.unread.insert(report_.coverage.unread.end(), found.unread.begin(), found.unread.end());
    gather_commits(found);
    // A lockfile says which folders are members of its project.
    for (const bool with_lockfile : {true, false})
      for (const FoundProject& project : found.projects)
        if (project.project.has_lockfile() == with_lockfile) look_at(project);
    if (options_.apply && !files_.empty()) TRY(apply());
    std::ranges::stable_sort(report_.projects, {}, &model::PinnedProject::path);
    std::vector<model::Finding> none;
    conclude({.knowledge = *options_.knowledge, .settings = options_.settings}, clock, none, report_.coverage);
    put_in_order(report_.coverage);
    answer();
    return std::move(report_);
  }

 private:
  std::size_t index_of(const FoundProject& project) const {
    return static_cast<std::size_t>(project.target - options_.targets.data());
  }

  // Every workflow speaks of actions before the first is pinned.
  void gather_commits(const FoundProjects& found) {
    std::vector<WorkflowFile> files;
    for (const FoundProject& project : found.projects) {
      if (project.project.ecosystem != kActions) continue;
      for (const std::string& name : project.project.lockfile_names) {
        const std::string& folder = project.project.directory;
        const std::string inside = folder.empty() ? name : folder + "/" + name;
        auto text = project.target->tree->read(inside, settings_.limits.bytes);
        if (!text) continue;  // told where it is read as a project
        options_.commits.add_workflow(*text, project.target->display(inside), CommitSource::tree, settings_.limits);
        files.push_back({index_of(project), inside, std::move(*text)});
      }
    }
    if (options_.history != nullptr) options_.history->add_to(options_.commits, files, report_.coverage.unread);
  }

  void look_at(const FoundProject& project) {
    const bool covered = !project.project.has_lockfile() && workspaces_.covers(project);
    const ProjectRead read = read_project(*project.target, project.project, covered, settings_);
    report_.coverage.unread.insert(report_.coverage.unread.end(), read.unread.begin(), read.unread.end());
    report_.coverage.read.insert(report_.coverage.read.end(), read.read.begin(), read.read.end());
    for (const model::Inventory& inventory : read.project.lockfiles) workspaces_.add(project, inventory);
    const PinContext context{project.target,    options_.raw[index_of(project)].get(),
                             &project.project,  &read,
                             &settings_,        options_.knowledge,
                             &options_.sources, options_.all};
    for (const model::Inventory& inventory : read.project.lockfiles) {
      if (inventory.document || !places_.insert(real_path(inventory.path)).second) continue;
      if (project.project.ecosystem == kActions) take(project, pin_workflow(context, inventory, options_.commits));
      else if (project.project.ecosystem != "npm") pass_over(inventory.path, inventory.ecosystem);
      else if (project.project.has_lockfile()) take(project, pin_lockfile(context, inventory, report_.coverage.unread));
      else without_lockfile(inventory);
    }
    ++progress_.projects_done;
  }

  void pass_over(const std::string& path, const std::string& ecosystem) {
    report_.coverage.unread.push_back({path, 0, "not_pinned", "files of " + ecosystem + " are not pinned", false});
  }

  void without_lockfile(const model::Inventory& manifest) {
    const bool asks = std::ranges::any_of(manifest.roots, [](const model::Root& root) {
      return std::ranges::any_of(root.declared, [](const model::Declared& declared) {
        return declared.kind != model::EdgeKind::peer && declared.kind != model::EdgeKind::peer_optional &&
               inventory::npm::parse_specifier(declared.name, declared.range).kind ==
                   inventory::npm::SpecifierKind::range &&
               !is_exact(declared.range);
      });
    });
    if (!asks) return;
    model::PinnedProject project;
    project.path = manifest.path;
    project.format = manifest.format;
    project.left.push_back({manifest.path,
                            0,
                            {},
                            {},
                            "not_resolved",
                            "no lockfile says which releases its ranges are: make one first",
                            true});
    report_.projects.push_back(std::move(project));
  }

  void take(const FoundProject& project, PinPlan plan) {
    for (PlannedFile& file : plan.files) {
      const std::string path = project.target->folder() + "/" + file.inside;
      // Two lockfiles of one folder may need the same of its package.json.
      const bool known = std::ranges::any_of(
          files_, [&](const FileToWrite& other) { return other.path == path && other.after == file.after; });
      if (!known) files_.push_back({path, std::move(file.before), std::move(file.after), backup_of(path)});
    }
    const model::PinnedProject& report = plan.report;
    if (!report.refused.empty() || !report.left.empty() || !report.files.empty())
      report_.projects.push_back(std::move(plan.report));
  }

  Result<void> apply() {
    for (std::size_t i = 0; i < files_.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (files_[i].path == files_[j].path)
          return fail(ErrorCode::refused, files_[i].path + " would have to change twice: name one lockfile");
    TRY(write_all_or_none(files_));
    for (model::PinnedProject& project : report_.projects)
      for (model::PinnedFile& file : project.files) file.backup = last_backup_of(file.path);
    return {};
  }

  // What is pinned, by kind.
  std::string pinned_text() const {
    std::size_t ranges = 0, digests = 0, actions = 0;
    for (const model::PinnedProject& project : report_.projects) {
      ranges += project.ranges.size();
      digests += project.digests.size();
      actions += project.actions.size();
    }
    std::string out;
    const auto add = [&](std::size_t count, std::string_view one, std::string_view many) {
      if (count > 0) out += (out.empty() ? "" : ", ") + counted(count, one, many);
    };
    add(ranges, "range", "ranges");
    add(digests, "digest", "digests");
    add(actions, "action", "actions");
    return out;
  }

  void answer() {
    using model::PinState;
    std::size_t open = 0, refused = 0;
    for (const model::PinnedProject& project : report_.projects) {
      if (!project.refused.empty()) ++refused;
      open += static_cast<std::size_t>(std::ranges::count_if(project.left, &model::NotPinned::open));
    }
    const bool complete =
        open + refused == 0 && std::ranges::none_of(report_.coverage.unread, &model::FileUnread::incomplete);
    std::string rest;
    if (refused > 0)
      rest += "; " + counted(refused, "file is", "files are") + " not changed, because something stands in the way";
    if (open > 0) rest += "; " + counted(open, "thing stays open", "things stay open");
    rest += missing_text(report_.coverage, "not looked at");
    if (files_.empty()) {
      report_.state = refused > 0 ? PinState::refused : PinState::nothing;
      report_.exit_code = complete ? 0 : 3;
      report_.headline = (complete ? "everything that can be pinned is" : "nothing more can be pinned") + rest;
    } else if (options_.apply) {
      report_.state = PinState::applied;
      report_.exit_code = complete ? 0 : 3;
      report_.headline = pinned_text() + " pinned; " + counted(files_.size(), "file", "files") + " changed" + rest;
    } else {
      report_.state = PinState::planned;
      report_.exit_code = 1;
      report_.headline = pinned_text() + " would be pinned; " + counted(files_.size(), "file", "files") +
                         " would change, none was" + rest;
    }
  }

  PinOptions& options_;
  Progress& progress_;
  model::Registries registries_;
  ReadSettings settings_;
  WorkspaceFolders workspaces_;
  std::set<std::string> places_;  // what was looked at, by where it really stands
  std::vector<FileToWrite> files_;
  model::PinReport report_;
};

}  // namespace

Result<model::PinReport> pin(PinOptions& options, const Clock& clock, Progress& progress) {
  return AllPinner(options, progress).run(clock);
}

}  // namespace cordon::app
