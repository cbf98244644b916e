#include "app/fix_plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>

#include "app/fix_additions.h"
#include "app/fix_edits.h"
#include "app/fix_graph.h"
#include "app/fix_group.h"
#include "app/fix_manifests.h"
#include "app/fix_marks.h"
#include "app/fix_mend.h"
#include "app/fix_pnpm.h"
#include "app/known_malware.h"
#include "app/line_diff.h"
#include "app/read_changed.h"
#include "base/credentials.h"

namespace cordon::app {
namespace {

constexpr std::size_t kMostAttempts = 32;
constexpr std::size_t kMostRounds = 256;  // of adding what is lacking
constexpr std::size_t kMostSteps = 4;     // forward, of one release that is vulnerable
constexpr std::string_view kForwardHelp =
    "name a lockfile that has a later release with --from, or let the client update it";
constexpr std::string_view kByHand = "change by hand what stands in the way, or name another lockfile with --from";

std::string joined(std::string_view directory, std::string_view name) {
  if (directory.empty() || name.empty()) return std::string(directory) + std::string(name);
  return std::string(directory) + "/" + std::string(name);
}

// What came of one choice of candidates.
struct Attempt {
  std::map<std::string, std::string, std::less<>> files;  // path in the tree -> new content
  model::FixedProject report;
};

// Of each group a candidate; nothing: it stays as it is.
using Choice = std::vector<std::optional<std::size_t>>;

class Planner {
 public:
  Planner(const FixContext& context, const model::Inventory& lockfile, std::vector<model::FileUnread>& unread)
      : context_(context), lockfile_(lockfile), unread_(unread) {
    inside_ = joined(context.found->directory, lockfile.path.substr(lockfile.path.rfind('/') + 1));
    plan_.report.path = lockfile.path;
    plan_.report.format = lockfile.format;
  }

  LockfilePlan run() {
    for (KnownMalware& bad : known_malware(lockfile_, *context_.settings->registries, *context_.knowledge))
      groups_.push_back({std::move(bad), false, {}, {}, {}, {}, {}});
    bad_ = groups_.size();
    if (context_.forward)
      for (KnownVulnerable& weak :
           known_vulnerable(lockfile_, *context_.settings->registries, *context_.knowledge, context_.severity))
        if (!is_bad(weak.release))
          groups_.push_back({std::move(weak.release), true, std::move(weak.fixed), {}, {}, {}, {}});
    if (groups_.empty()) return std::move(plan_);
    if (const Result<void> ready = prepare(); !ready) {
      give_up(ready.error(), "");
    } else if (choose()) {
      go_forward();
      if (best_) take(std::move(*best_));
    }
    return std::move(plan_);
  }

 private:
  bool is_bad(const KnownMalware& release) const {
    return std::ranges::any_of(groups_, [&](const FixGroup& group) {
      return group.bad.name == release.name && group.bad.version == release.version;
    });
  }

  void give_up(const Error& error, std::string_view help) {
    for (const FixGroup& group : groups_)
      (group.is_vulnerable ? plan_.report.vulnerable : plan_.report.unmended).push_back(unmended(group, error, help));
  }

  static model::Unmended unmended(const FixGroup& group, const Error& error, std::string_view help) {
    std::string reason = error.describe();
    for (const std::string& why : group.candidates.empty() ? group.passed_over : group.named) reason += "; " + why;
    return {group.bad.name, group.bad.version, std::string(to_string(error.code)), reason, std::string(help)};
  }

  Result<void> prepare() {
    const auto kind = lockfile_kind(lockfile_.format);
    if (!kind)
      return fail(ErrorCode::unsupported_format, "lockfiles of the format " + lockfile_.format + " are not rewritten");
    kind_ = *kind;
    if (!lockfile_.conflicts.empty())
      return fail(ErrorCode::conflict_markers, "the lockfile has an unresolved merge conflict",
                  lockfile_.conflicts.front().line);
    text_ = TRY(context_.raw->read(inside_, context_.settings->limits.bytes));
    sources_ = *context_.sources;
    const auto add = [&](const std::string& inside, LockfileKind of) {
      if (auto text = context_.raw->read(inside, context_.settings->limits.bytes))
        sources_.older.push_back({context_.target->display(inside), of, std::move(*text), SourceKind::installed});
    };
    if (context_.history != nullptr) {
      FixHistory::BadReleases releases;
      for (const FixGroup& group : groups_) releases.emplace_back(group.bad.name, group.bad.version);
      std::ranges::move(context_.history->before(context_.target_index, inside_, releases),
                        std::back_inserter(sources_.older));
    }
    sources_.older.push_back({lockfile_.path, kind_, text_, SourceKind::same});
    add(joined(context_.found->directory, "node_modules/.package-lock.json"), LockfileKind::package_lock);
    add(joined(context_.found->directory, "node_modules/.pnpm/lock.yaml"), LockfileKind::pnpm);
    doubt_ = doubt_of_installed(context_.read->project, groups_);
    GroupContext context{&lockfile_,
                         kind_,
                         &sources_,
                         context_.settings->registries,
                         context_.knowledge,
                         doubt_,
                         context_.published_before,
                         context_.severity};
    for (FixGroup& group : groups_) {
      context.registry = ask(lockfile_.components[group.bad.components.front()]);
      find_candidates(group, context, unread_);
    }
    return {};
  }

  std::optional<CachedPackument> ask(const model::Component& component) const {
    if (context_.online == nullptr) return std::nullopt;
    return context_.online->releases(context_.read->project, lockfile_, component);
  }

  // Tries candidates of what is bad, the best of each first, until one choice holds.
  bool choose() {
    choice_.assign(groups_.size(), std::nullopt);
    for (std::size_t i = 0; i < bad_; ++i) choice_[i] = 0;
    if (bad_ == 0) return true;
    std::optional<Error> first;
    for (std::size_t tries = 0; tries < kMostAttempts; ++tries) {
      Result<Attempt> attempt = try_choice(choice_);
      if (attempt) {
        best_ = std::move(*attempt);
        return true;
      }
      if (!first) first = attempt.error();
      std::size_t i = 0;
      while (i < bad_ && ++*choice_[i] >= std::max<std::size_t>(groups_[i].candidates.size(), 1)) choice_[i++] = 0;
      if (i == bad_) break;
    }
    give_up(*first, first->code != ErrorCode::not_found
                        ? std::string(kByHand)
                        : help_without_source(!context_.sources->older.empty(), context_.online != nullptr));
    return false;
  }

  // What is vulnerable goes one by one: what has no way forward keeps nothing else from going.
  void go_forward() {
    for (std::size_t i = bad_; i < groups_.size(); ++i) {
      const FixGroup& group = groups_[i];
      std::optional<Error> first;
      for (std::size_t tried = 0; tried < std::min(group.candidates.size(), kMostSteps); ++tried) {
        choice_[i] = tried;
        Result<Attempt> attempt = try_choice(choice_);
        if (attempt) {
          best_ = std::move(*attempt);
          first.reset();
          break;
        }
        choice_[i].reset();
        if (!first) first = attempt.error();
      }
      if (choice_[i]) continue;
      if (!first)
        first = fail(ErrorCode::not_found, group.fixed.empty()
                                               ? "no release with a fix is known"
                                               : "no source has " + group.fixed + " or a later release that may come")
                    .error();
      plan_.report.vulnerable.push_back(unmended(group, *first, kForwardHelp));
    }
  }

  Result<Attempt> try_choice(const Choice& choice) {
    std::vector<Chosen> chosen;
    std::vector<Moved> moved;
    Attempt out;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      const FixGroup& group = groups_[i];
      if (!choice[i] || group.candidates.empty()) continue;
      const Candidate& candidate = group.candidates[*choice[i]];
      chosen.push_back({group.bad.components, candidate.release});
      if (kind_ == LockfileKind::pnpm) add_references(lockfile_, chosen.back().release);
      moved.push_back({group.bad.name, group.bad.version, candidate.release.version, candidate.release.integrity});
      out.report.mends.push_back(mend_of(group, candidate));
    }
    const bool is_pnpm = kind_ == LockfileKind::pnpm;
    const FixEdits edits =
        TRY(edits_for(is_pnpm ? with_known_ranges(lockfile_, chosen, range_sources()) : lockfile_, kind_, chosen));
    out.files[inside_] = TRY(rewrite(kind_, text_, edits.lockfile));
    TRY(change_manifests(edits, out));
    // What version 1 requires is read by the marks of both ends.
    if (lockfile_.format == "package-lock v1") {
      const model::Inventory replaced = TRY(read_again(out));
      TRY(mark(replaced, out));
    }
    TRY(add_what_lacks(moved, out));
    TRY(take_out_orphans(edits, moved, out));
    return out;
  }

  model::Mend mend_of(const FixGroup& group, const Candidate& candidate) const {
    const bool has_fields = kind_ != LockfileKind::yarn_classic && lockfile_.format != "package-lock v1";
    const auto& installed = context_.read->project.installed;
    const MendInput input{&lockfile_,          &group.bad,        &group.named,
                          context_.knowledge,  has_fields,        installed ? &installed->inventory : nullptr,
                          group.is_vulnerable, &group.candidates, &group.witnesses};
    return app::mend_of(input, candidate);
  }

  RangeSources range_sources() const { return {&sources_, context_.target->tree.get(), context_.found->directory}; }

  // Until nothing is lacking: what is added may need more.
  Result<void> add_what_lacks(std::vector<Moved>& moved, Attempt& out) const {
    const AdditionContext context{&lockfile_,
                                  kind_,
                                  &sources_,
                                  context_.settings->registries,
                                  context_.knowledge,
                                  doubt_,
                                  context_.published_before,
                                  [this](const model::Component& component) { return ask(component); }};
    for (std::size_t round = 0; round < kMostRounds; ++round) {
      const model::Inventory after = TRY(read_again(out));
      const std::vector<Addition> additions = TRY(additions_for(context, after, moved));
      if (additions.empty()) return {};
      change::Edits edits;
      for (const Addition& each : additions) {
        edits.add.push_back(each.edit);
        if (!is_told(out.report.added, each.report, kind_)) out.report.added.push_back(each.report);
        moved.push_back({each.report.name, {}, each.report.version, each.report.integrity});
      }
      out.files[inside_] = TRY(rewrite(kind_, out.files[inside_], edits));
    }
    return fail(ErrorCode::too_many, "what the good release needs needs more, and that more, without an end");
  }

  // Whether anything is marked otherwise.
  Result<bool> mark(const model::Inventory& after, Attempt& out) const {
    change::Edits edits;
    if (kind_ != LockfileKind::yarn_classic) edits.marks = marks_of(lockfile_, after);
    if (edits.marks.empty()) return false;
    out.files[inside_] = TRY(rewrite(kind_, out.files[inside_], edits));
    return true;
  }

  Result<void> change_manifests(const FixEdits& edits, Attempt& out) {
    auto ranges = edits.ranges;
    if (!edits.forced.empty()) ranges.try_emplace("");
    for (const auto& [folder, changes] : ranges) {
      const std::string inside = joined(joined(context_.found->directory, folder), "package.json");
      const auto text = context_.raw->read(inside, context_.settings->limits.bytes);
      const bool forces = folder.empty() && !edits.forced.empty();
      // A lockfile that stands alone is changed alone.
      if (!text && text.error().code == ErrorCode::not_found && !forces) continue;
      if (!text && text.error().code == ErrorCode::not_found)
        return fail(ErrorCode::refused, "others ask for another version of " + edits.forced.front().name +
                                            ", and there is no package.json to force this one in");
      if (!text) return std::unexpected(text.error());
      const std::string display = context_.target->display(inside);
      if (forces && kind_ == LockfileKind::pnpm) TRY(check_forcible(*context_.raw, context_.found->directory));
      const std::vector<change::ForcedVersion> none;
      out.files[inside] =
          TRY_CONTEXT(change::rewrite_manifest(*text, changes, forces ? edits.forced : none, edits.forced_in), display);
      for (const change::RangeChange& each : changes)
        out.report.ranges.push_back({display, each.name, each.from, each.to});
      if (forces)
        for (const change::ForcedVersion& each : edits.forced)
          out.report.forced.push_back(
              {display, std::string(change::member_of(edits.forced_in)), each.name, each.version});
    }
    return {};
  }

  // The lockfile as the ordinary reader sees it, with the files of the attempt in place.
  Result<model::Inventory> read_again(const Attempt& attempt) const {
    return read_changed(*context_.target, *context_.found, *context_.settings, attempt.files, lockfile_.path);
  }

  std::vector<std::uint32_t> bad_in(const model::Inventory& inventory) const {
    std::vector<std::uint32_t> out;
    for (const KnownMalware& bad : known_malware(inventory, *context_.settings->registries, *context_.knowledge))
      out.insert(out.end(), bad.components.begin(), bad.components.end());
    return out;
  }

  Result<void> take_out_orphans(const FixEdits& edits, const std::vector<Moved>& moved, Attempt& out) {
    model::Inventory after = TRY(read_again(out));
    std::vector<Gone> gone;
    change::Edits removals;
    for (const std::uint32_t index : orphans_of(lockfile_, after, bad_in(after))) {
      const model::Component& component = after.components[index];
      removals.remove.push_back(removal_of(after, index));
      gone.push_back({component.name, component.version});
      const bool bad = std::ranges::any_of(
          groups_, [&](const FixGroup& each) { return !each.is_vulnerable && each.bad.name == component.name; });
      out.report.orphans.push_back(
          {component.name, component.version, std::string(instance_of(after, component.id)), bad});
    }
    if (!removals.remove.empty()) {
      out.files[inside_] = TRY(rewrite(kind_, out.files[inside_], removals));
      after = TRY(read_again(out));
    }
    if (TRY(mark(after, out))) after = TRY(read_again(out));
    const auto is_gone = [&](const std::string& name, const std::string& version) {
      return std::ranges::any_of(gone, [&](const Gone& each) { return each.name == name && each.version == version; });
    };
    std::erase_if(out.report.mends, [&](const model::Mend& mend) { return is_gone(mend.name, mend.to); });
    std::erase_if(out.report.added, [&](const model::Added& each) { return is_gone(each.name, each.version); });
    for (std::size_t i = 0; i < groups_.size(); ++i)
      if (choice_[i]) gone.push_back({groups_[i].bad.name, groups_[i].bad.version});
    TRY(check_graph(lockfile_, after, moved, gone, edits.rules));
    TRY(check_nothing_bad(after));
    TRY(check_manifests(moved, out));
    if (kind_ != LockfileKind::pnpm) return {};
    return check_dependents(after, moved, edits.rules, range_sources());
  }

  // What the next installation goes by must not lead back.
  Result<void> check_manifests(const std::vector<Moved>& moved, const Attempt& attempt) const {
    std::vector<Gone> gone;
    for (const FixGroup& group : groups_)
      if (!group.is_vulnerable && group.candidates.empty()) gone.push_back({group.bad.name, group.bad.version});
    for (const std::string& folder : project_folders(lockfile_, kind_)) {
      const std::string inside = joined(joined(context_.found->directory, folder), "package.json");
      const auto changed = attempt.files.find(inside);
      const Result<std::string> text = changed != attempt.files.end()
                                           ? Result<std::string>(changed->second)
                                           : context_.raw->read(inside, context_.settings->limits.bytes);
      if (!text && text.error().code == ErrorCode::not_found) continue;
      if (!text) return std::unexpected(text.error());
      TRY(check_manifest(*text, context_.target->display(inside), moved, gone, context_.settings->limits));
    }
    return {};
  }

  Result<void> check_nothing_bad(const model::Inventory& after) const {
    const std::vector<std::uint32_t> left = bad_in(after);
    if (left.empty()) return {};
    const model::Component& component = after.components[left.front()];
    std::string who = "nothing that this lockfile tells";
    for (const model::Edge& edge : after.edges)
      if (edge.to == left.front())
        who = after.is_root(edge.from) ? "the project itself"
                                       : after.components[edge.from].name + " " + after.components[edge.from].version;
    return fail(ErrorCode::not_found,
                "no good release of " + component.name + " is known from any source, and " + who + " requires it");
  }

  void take(Attempt attempt) {
    attempt.report.vulnerable = std::move(plan_.report.vulnerable);
    attempt.report.path = plan_.report.path;
    attempt.report.format = plan_.report.format;
    for (auto& [inside, after] : attempt.files) {
      const auto before = context_.raw->read(inside, context_.settings->limits.bytes);
      if (!before || *before == after) continue;
      model::FixedFile file;
      file.path = context_.target->display(inside);
      file.sha256_before = sha256_hex(*before);
      file.sha256_after = sha256_hex(after);
      file.diff = line_diff(without_credentials(*before), without_credentials(after));
      attempt.report.files.push_back(std::move(file));
      plan_.files.push_back({inside, *before, std::move(after)});
    }
    plan_.report = std::move(attempt.report);
  }

  const FixContext& context_;
  const model::Inventory& lockfile_;
  std::vector<model::FileUnread>& unread_;
  std::string inside_, text_, doubt_;
  LockfileKind kind_ = LockfileKind::package_lock;
  FixSources sources_;
  std::vector<FixGroup> groups_;  // what is bad, then what is vulnerable
  std::size_t bad_ = 0;           // how many are bad
  Choice choice_;
  std::optional<Attempt> best_;
  LockfilePlan plan_;
};

}  // namespace

LockfilePlan plan_lockfile(const FixContext& context, const model::Inventory& lockfile,
                           std::vector<model::FileUnread>& unread) {
  return Planner(context, lockfile, unread).run();
}

}  // namespace cordon::app
