#include "git/default_base.h"

#include <optional>

#include "base/text.h"
#include "git/merge_base.h"
#include "git/revision.h"

namespace cordon::git {
namespace {

// A branch of the remote `origin`, or a local one: the commit and how it is called.
Result<Base> branch(const Repository& repository, const std::string& name) {
  if (!is_reference_name(name)) return fail(ErrorCode::invalid_value, text::visible(name) + " is no name of a branch");
  Result<Commit> commit = resolve_reference(repository, "refs/remotes/origin/" + name);
  if (commit) return Base{std::move(*commit), "origin/" + text::visible(name)};
  if (commit.error().code != ErrorCode::not_found) return std::unexpected(commit.error());
  commit = resolve_reference(repository, "refs/heads/" + name);
  if (commit) return Base{std::move(*commit), text::visible(name)};
  if (commit.error().code != ErrorCode::not_found) return std::unexpected(commit.error());
  // What a checkout in CI leaves out is the other branch, shallow or not.
  std::string reason = "the branch " + text::visible(name) + " is not in this clone: ";
  return fail(repository.is_shallow() ? ErrorCode::truncated : ErrorCode::not_found,
              reason + std::string(how_to_deepen()));
}

Result<Base> left(const Repository& repository, const Commit& head, const Base& target) {
  return Base{TRY(merge_base(repository, head, target.commit)), "where HEAD left " + target.why};
}

// Of a pull request that is not checked out, nothing would ever be new.
Result<Base> requested(const Commit& head, Result<Base> base) {
  if (!base || base->commit.id != head.id) return base;
  return fail(ErrorCode::usage,
              "the pull request's commit is not checked out: HEAD is " + to_hex(head.id).substr(0, 12) +
                  ", which is a commit of the branch that it is to be merged into. Check out what it asks to merge (a "
                  "pull_request_target gets the base by default), or name a commit to compare with");
}

Result<Base> parent(const Repository& repository, const Commit& head, std::string why) {
  // By its own word: a clone of depth 1 ends at the first commit, too.
  if (TRY(repository.objects().commit(head.id)).parents.empty()) return Base{head, "HEAD is the first commit", true};
  return Base{TRY(resolve(repository, "HEAD~1")), std::move(why)};
}

bool is_merge_by_github(const Commit& head, const Variables& variable) {
  const std::string reference = variable("GITHUB_REF");
  return reference.starts_with("refs/pull/") && reference.ends_with("/merge") &&
         variable("GITHUB_SHA") == to_hex(head.id) &&
         (head.parents.empty() || head.parents.size() == 2);  // none: a clone of depth 1
}

Result<Base> usual_base(const Repository& repository, const Commit& head) {
  for (const std::string_view name : {"refs/remotes/origin/HEAD", "refs/remotes/origin/main",
                                      "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master"}) {
    const Result<Commit> target = resolve_reference(repository, name);
    if (!target && target.error().code == ErrorCode::not_found) continue;
    if (!target) return std::unexpected(target.error());
    const std::string shown(name.substr(name.starts_with("refs/heads/") ? 11 : 13));
    const Base base = TRY(left(repository, head, {*target, shown}));
    if (base.commit.id != head.id) return base;
    return parent(repository, head, "the commit before HEAD, which is on " + shown);
  }
  return fail(ErrorCode::not_found, "there is no origin/HEAD, main or master to compare with: name what is meant");
}

struct Push {
  std::string variable;  // that says what was there before
  std::string before;
};

// The push that CI runs for, if HEAD is what was pushed.
std::optional<Push> push_of(const Commit& head, const Variables& variable) {
  if (variable("GITHUB_EVENT_NAME") == "push" && variable("GITHUB_SHA") == to_hex(head.id))
    return Push{std::string(kEventBefore), variable(kEventBefore)};
  if (variable("CI_COMMIT_SHA") == to_hex(head.id))
    return Push{"CI_COMMIT_BEFORE_SHA", variable("CI_COMMIT_BEFORE_SHA")};
  return std::nullopt;
}

// Nothing for a branch that is new (all zeros), and where the commit is no longer here.
Result<std::optional<Base>> before_push(const Repository& repository, const Commit& head, const Push& push) {
  if (push.before.find_first_not_of('0') == std::string::npos) return std::nullopt;
  if (!parse_id(push.before)) return fail(ErrorCode::invalid_value, push.variable + " is no name of a commit");
  Result<Commit> commit = resolve(repository, push.before);
  if (!commit && commit.error().code == ErrorCode::not_found) return std::nullopt;
  if (!commit) return std::unexpected(std::move(commit.error()));
  if (commit->id == head.id) return std::nullopt;
  return Base{std::move(*commit), "what the branch was before the push"};
}

Result<Base> pushed_base(const Repository& repository, const Commit& head, const Push& push) {
  if (std::optional<Base> before = TRY(before_push(repository, head, push))) return std::move(*before);
  Result<Base> usual = usual_base(repository, head);
  if (usual || usual.error().code != ErrorCode::not_found) return usual;
  return parent(repository, head,
                "the commit before HEAD: neither what was there before the push nor a main branch is here");
}

}  // namespace

Result<Base> default_base(const Repository& repository, const Variables& variable) {
  const Commit head = TRY(resolve(repository, "HEAD"));
  if (const std::string target = variable("GITHUB_BASE_REF"); !target.empty()) {
    if (is_merge_by_github(head, variable))
      return parent(repository, head, "what the pull request is merged into, " + text::visible(target));
    return requested(head, left(repository, head, TRY(branch(repository, target))));
  }
  if (const std::string base = variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"); !base.empty()) {
    if (!parse_id(base)) return fail(ErrorCode::invalid_value, "CI_MERGE_REQUEST_DIFF_BASE_SHA is no name of a commit");
    return requested(head, Base{TRY(resolve(repository, base)), "where the merge request began"});
  }
  if (const std::string target = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"); !target.empty())
    return requested(head, left(repository, head, TRY(branch(repository, target))));
  if (const std::optional<Push> push = push_of(head, variable)) return pushed_base(repository, head, *push);
  return usual_base(repository, head);
}

}  // namespace cordon::git
