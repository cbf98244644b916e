#include "app/pin_workflow.h"

#include <algorithm>

#include "app/read_changed.h"
#include "change/rewrite/workflow.h"

namespace cordon::app {
namespace {

class WorkflowPinner {
 public:
  WorkflowPinner(const PinContext& context, const model::Inventory& workflow, const ActionCommits& commits)
      : context_(context), workflow_(workflow), commits_(commits) {
    const std::string& directory = context.found->directory;
    inside_ = (directory.empty() ? "" : directory + "/") + workflow.path.substr(workflow.path.rfind('/') + 1);
    plan_.report.path = workflow.path;
    plan_.report.format = workflow.format;
  }

  PinPlan run() {
    if (const Result<void> done = plan(); !done) {
      plan_.files.clear();
      plan_.report.actions.clear();
      plan_.report.files.clear();
      plan_.report.refused = done.error().describe();
    }
    return std::move(plan_);
  }

 private:
  Result<void> plan() {
    const Limits& limits = context_.settings->limits;
    const std::string before = TRY(context_.raw->read(inside_, limits.bytes));
    std::string after = before;
    for (const change::FoundUses& uses : TRY(change::uses_in_workflow(before, limits))) look_at(uses, limits, after);
    leave_images();
    if (changes_.empty()) return {};
    TRY(prove(after));
    plan_.report.files.push_back(pinned_file(workflow_.path, before, after));
    plan_.files.push_back({inside_, before, std::move(after)});
    return {};
  }

  void look_at(const change::FoundUses& uses, const Limits& limits, std::string& text) {
    const change::UsesParts parts = change::uses_parts(uses.value);
    if (parts.ref.empty() || change::is_full_commit(parts.ref)) return;
    ActionCommits::Answer known = commits_.find(parts.repository, parts.ref);
    if (known.commit.empty()) return leave(uses, parts, known);
    const change::UsesChange change{uses.line, uses.value, known.commit};
    // One that is written in a way that is not understood keeps none of the others from being pinned. No line moves.
    auto changed = change::pin_uses(text, {change}, limits);
    if (!changed) {
      plan_.report.left.push_back({workflow_.path, uses.line, std::string(parts.path), std::string(parts.ref),
                                   std::string(to_string(changed.error().code)), changed.error().message, true});
      return;
    }
    text = std::move(*changed);
    changes_.push_back(change);
    model::PinnedAction action{uses.line,    std::string(parts.path),   std::string(parts.ref),
                               known.commit, std::move(known.evidence), {}};
    if (!known.note.empty()) action.notes.push_back(std::move(known.note));
    plan_.report.actions.push_back(std::move(action));
  }

  void leave(const change::FoundUses& uses, const change::UsesParts& parts, const ActionCommits::Answer& known) {
    const std::string& why_not = known.why_not;
    const bool is_branch = is_branch_name(parts.ref);
    plan_.report.left.push_back({workflow_.path, uses.line, std::string(parts.path), std::string(parts.ref),
                                 is_branch                             ? "branch"
                                 : why_not.empty() || known.taken_back ? "commit_unknown"
                                                                       : "contradiction",
                                 is_branch         ? "a branch moves with every change: name its commit with --actions"
                                 : why_not.empty() ? "nothing here says which commit it is: name it with --actions"
                                                   : why_not + "; name the right one with --actions",
                                 true});
  }

  void leave_images() {
    for (const model::Component& component : workflow_.components)
      if (component.ecosystem == "docker" && !component.checksum)
        plan_.report.left.push_back({workflow_.path, component.place.line, component.name, component.version, "image",
                                     "an image by its tag: its digest is not looked for", false});
  }

  Result<void> prove(const std::string& text) const {
    const model::Inventory after =
        TRY(read_changed(*context_.target, *context_.found, *context_.settings, {{inside_, text}}, workflow_.path));
    const auto refused = [&](const std::string& what) {
      return fail(ErrorCode::refused, "the changed file would use something else: " + what);
    };
    if (after.components.size() != workflow_.components.size() || after.unread.size() > workflow_.unread.size())
      return refused("another number of actions");
    for (std::size_t i = 0; i < after.components.size(); ++i) {
      const model::Component &old = workflow_.components[i], &now = after.components[i];
      if (old == now) continue;
      const bool meant = std::ranges::any_of(changes_, [&](const change::UsesChange& each) {
        const change::UsesParts parts = change::uses_parts(each.from);
        return old.resolved == each.from && now.resolved == std::string(parts.path) + "@" + each.commit &&
               old.id == now.id && old.name == now.name && old.place == now.place && now.version == each.commit;
      });
      if (!meant) return refused(old.name);
    }
    return {};
  }

  const PinContext& context_;
  const model::Inventory& workflow_;
  const ActionCommits& commits_;
  std::vector<change::UsesChange> changes_;
  std::string inside_;
  PinPlan plan_;
};

}  // namespace

PinPlan pin_workflow(const PinContext& context, const model::Inventory& workflow, const ActionCommits& commits) {
  return WorkflowPinner(context, workflow, commits).run();
}

}  // namespace cordon::app
