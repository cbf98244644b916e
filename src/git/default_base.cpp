#include "git/default_base.h"

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

}  // namespace

Result<Base> default_base(const Repository& repository, const Variables& variable) {
  const Commit head = TRY(resolve(repository, "HEAD"));
  if (const std::string target = variable("GITHUB_BASE_REF"); !target.empty()) {
    if (is_merge_by_github(head, variable))
      return parent(repository, head, "what the pull request is merged into, " + text::visible(target));
    return left(repository, head, TRY(branch(repository, target)));
  }
  if (const std::string base = variable("CI_MERGE_REQUEST_DIFF_BASE_SHA"); !base.empty()) {
    if (!parse_id(base)) return fail(ErrorCode::invalid_value, "CI_MERGE_REQUEST_DIFF_BASE_SHA is no name of a commit");
    return Base{TRY(resolve(repository, base)), "where the merge request began"};
  }
  if (const std::string target = variable("CI_MERGE_REQUEST_TARGET_BRANCH_NAME"); !target.empty())
    return left(repository, head, TRY(branch(repository, target)));
  return usual_base(repository, head);
}

}  // namespace cordon::git
