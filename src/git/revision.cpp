#include "git/revision.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace cordon::git {
namespace {

constexpr std::size_t kLeastDigits = 4, kMostMatches = 64;
constexpr std::uint32_t kMostSteps = 1'000'000;
constexpr std::size_t kMostRevision = 2'048;

std::unexpected<Error> not_there(const Repository& repository, std::string message) {
  if (!repository.is_shallow()) return fail(ErrorCode::not_found, std::move(message));
  return fail(ErrorCode::truncated, message + " in this clone, which is shallow: " + std::string(how_to_deepen()));
}

Result<Commit> peel(const Repository& repository, const ObjectId& id) {
  Result<Commit> commit = repository.objects().peel_to_commit(id);
  if (!commit) return std::unexpected(repository.explain(std::move(commit.error())));
  return repository.commit(commit->id);
}

// The commit that these digits begin; tags and trees that they begin, too, are not meant.
Result<std::optional<Commit>> by_digits(const Repository& repository, std::string_view digits) {
  std::string low(digits);
  for (char& at : low) {
    if (at >= 'A' && at <= 'F') at = static_cast<char>(at + 32);
    if (std::string_view("0123456789abcdef").find(at) == std::string_view::npos) return std::nullopt;
  }
  if (low.size() < kLeastDigits || low.size() > kIdDigits) return std::nullopt;
  std::optional<Commit> found;
  std::optional<Error> other;
  for (const ObjectId& id : repository.objects().with_prefix(low, kMostMatches)) {
    Result<Commit> commit = peel(repository, id);
    if (!commit) {
      other = std::move(commit.error());
    } else if (!found) {
      found = std::move(*commit);
    } else if (found->id != commit->id) {
      return fail(ErrorCode::invalid_value, low + " begins the names of several commits: write more of it");
    }
  }
  if (!found && other) return std::unexpected(std::move(*other));
  return found;
}

// The places of a short name, in the order of gitrevisions(7). A tag and a branch of one name are no choice for us.
Result<std::optional<Commit>> by_name(const Repository& repository, std::string_view name) {
  if (!is_reference_name(name)) return std::nullopt;
  const std::string short_name(name);
  const std::array<std::string, 6> places{short_name,
                                          "refs/" + short_name,
                                          "refs/tags/" + short_name,
                                          "refs/heads/" + short_name,
                                          "refs/remotes/" + short_name,
                                          "refs/remotes/" + short_name + "/HEAD"};
  std::optional<Commit> found;
  for (const std::string& place : places) {
    // Beside HEAD lie files of git's own that are no names: only those in capitals are.
    const bool is_top = &place == &places.front() && !place.starts_with("refs/");
    if (is_top && place.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != std::string::npos) continue;
    const Result<ObjectId> id = repository.references().find(place);
    if (!id && id.error().code == ErrorCode::not_found) continue;
    if (!id) return std::unexpected(id.error());
    Commit commit = TRY(peel(repository, *id));
    if (found && found->id != commit.id)
      return fail(ErrorCode::invalid_value, text::visible(name) + " is the name of several things: write " +
                                                text::visible(place) + ", or what else is meant, in full");
    found = std::move(commit);
    if (is_top) break;  // HEAD is HEAD, whatever branches are called
  }
  return found;
}

Result<Commit> resolve_name(const Repository& repository, std::string_view name) {
  if (name == "@") name = "HEAD";
  // All 40 digits are an object's name even where a branch is called so, as in git.
  if (name.size() == kIdDigits)
    if (auto commit = TRY(by_digits(repository, name))) return std::move(*commit);
  if (auto commit = TRY(by_name(repository, name))) return std::move(*commit);
  if (auto commit = TRY(by_digits(repository, name))) return std::move(*commit);
  if (name == "HEAD") return fail(ErrorCode::not_found, "the repository has no commit yet");
  return not_there(repository, "there is no branch, tag or commit " + text::visible(name));
}

Result<Commit> parent_of(const Repository& repository, const Commit& commit, std::uint32_t which) {
  if (which <= commit.parents.size()) {
    Result<Commit> parent = repository.commit(commit.parents[which - 1]);
    if (parent || parent.error().code != ErrorCode::not_found) return parent;
    return not_there(repository, parent.error().message);
  }
  std::string message = "commit " + to_hex(commit.id) + " has no parent " + std::to_string(which);
  if (repository.ends_at(commit.id)) return not_there(repository, std::move(message));
  return fail(ErrorCode::not_found, std::move(message));
}

// One of ~N, ^N, ^{commit}, ^{}; takes it off `rest`.
Result<Commit> step(const Repository& repository, Commit commit, std::string_view& rest) {
  const char sign = rest.front();
  rest.remove_prefix(1);
  for (const std::string_view same : {"{commit}", "{}"}) {
    if (sign != '^' || !rest.starts_with(same)) continue;
    rest.remove_prefix(same.size());
    return commit;
  }
  std::uint32_t number = 1;
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  if (digits > 0) {
    const auto [stopped, error] = std::from_chars(rest.data(), rest.data() + digits, number);
    if (error != std::errc() || number > kMostSteps)
      return fail(ErrorCode::invalid_value, "a number that is too large");
    rest.remove_prefix(digits);
  } else if (rest.starts_with('{')) {
    return fail(ErrorCode::invalid_value, "only ~N, ^N and ^{commit} may follow a name");
  }
  if (sign == '^') return number == 0 ? Result<Commit>(std::move(commit)) : parent_of(repository, commit, number);
  for (std::uint32_t done = 0; done < number; ++done) commit = TRY(parent_of(repository, commit, 1));
  return commit;
}

}  // namespace

std::string_view how_to_deepen() {
  return "fetch its whole history (in a workflow of GitHub, fetch-depth: 0 of actions/checkout; in GitLab, GIT_DEPTH: "
         "0; "
         "elsewhere, git fetch --unshallow)";
}

Result<Commit> resolve(const Repository& repository, std::string_view revision) {
  if (revision.size() > kMostRevision) return fail(ErrorCode::invalid_value, "a revision that is too long");
  const std::size_t end = std::min(revision.find_first_of("~^"), revision.size());
  const std::string_view name = revision.substr(0, end);
  if (name.empty() || name.find("..") != std::string_view::npos || name.find_first_of(":{") != std::string_view::npos)
    return fail(ErrorCode::invalid_value,
                text::visible(revision) +
                    " names no commit in a way that is understood: a branch, a tag or a commit, "
                    "with ~N or ^N behind it");
  Commit commit = TRY(resolve_name(repository, name));
  std::string_view rest = revision.substr(end);
  while (!rest.empty()) {
    if (rest.front() != '~' && rest.front() != '^')
      return fail(ErrorCode::invalid_value, "only ~N, ^N and ^{commit} may follow a name");
    commit = TRY(step(repository, std::move(commit), rest));
  }
  return commit;
}

Result<Commit> resolve_reference(const Repository& repository, std::string_view full_name) {
  return peel(repository, TRY(repository.references().find(full_name)));
}

}  // namespace cordon::git
