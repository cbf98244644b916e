#include "app/fix_history.h"

#include <algorithm>

#include "app/lockfile_history.h"
#include "app/older_lockfiles.h"
#include "base/date.h"
#include "base/limits.h"
#include "git/history.h"
#include "git/revision.h"

namespace cordon::app {
namespace {

constexpr std::size_t kShownDigits = 12, kShownDate = 10;

// Whether it has the package, and not this release of it.
bool is_before(const OlderLockfile& lockfile, const std::string& name, const std::string& version) {
  if (!names_package(lockfile.text, name)) return false;
  const auto found = releases_in(lockfile, name);
  return found && !found->empty() && std::ranges::none_of(*found, [&](const change::FoundRelease& each) {
           return each.release.version == version;
         });
}

}  // namespace

FixHistory::FixHistory(std::span<const Target> targets) {
  for (const Target& target : targets) {
    places_.emplace_back();
    Result<git::Location> location = git::locate_repository(target.folder());
    if (location && !location->work_tree.empty())
      places_.back() = Place{target.argument, std::move(*location), nullptr, false};
    else if (!location && location.error().code != ErrorCode::not_found)
      note({target.argument, {}, nullptr, false}, location.error());
  }
}

std::vector<std::string> FixHistory::readable() const {
  std::vector<std::string> out;
  for (const std::optional<Place>& place : places_)
    if (place)
      for (std::string& path : place->location.paths()) out.push_back(std::move(path));
  return out;
}

void FixHistory::note(const Place& place, const Error& error) {
  unread_.push_back({place.argument, 0, std::string(to_string(error.code)),
                     "earlier commits are no source of good releases: " + error.describe(), false});
}

const git::Repository* FixHistory::open(Place& place) {
  if (place.repository != nullptr || place.is_unusable) return place.repository.get();
  Result<git::Repository> repository = git::Repository::open(place.location);
  if (repository) {
    place.repository = std::make_unique<git::Repository>(std::move(*repository));
  } else {
    place.is_unusable = true;
    note(place, repository.error());
  }
  return place.repository.get();
}

std::vector<OlderLockfile> FixHistory::before(std::size_t target, const std::string& inside, const BadReleases& bad) {
  std::vector<OlderLockfile> out;
  if (target >= places_.size() || !places_[target] || bad.empty()) return out;
  Place& place = *places_[target];
  const git::Repository* const repository = open(place);
  if (repository == nullptr) return out;
  const Result<git::Commit> head = git::resolve(*repository, "HEAD");
  if (!head) {
    // Before the first commit there is nothing to tell.
    if (repository->references().find("HEAD")) note(place, head.error());
    return out;
  }
  const std::string& prefix = place.location.prefix;
  const std::string paths[] = {prefix.empty() ? inside : prefix + "/" + inside};
  const git::History history = git::history_of(*repository, *head, paths, {.commits = kCommits, .versions = kVersions});
  std::vector<bool> found(bad.size());
  for (const git::Version& version : history.paths.front().versions) {
    if (std::ranges::all_of(found, [](bool is_found) { return is_found; })) break;
    Result<std::string> text = repository->objects().blob(version.blob, Limits{}.bytes);
    const Result<LockfileKind> kind = text ? kind_of_lockfile(*text) : std::unexpected(text.error());
    if (!kind) continue;
    OlderLockfile lockfile{"commit " + git::to_hex(version.commit).substr(0, kShownDigits) + " of " +
                               time_of(version.committed_at).substr(0, kShownDate) + ", " + paths[0],
                           *kind, std::move(*text), SourceKind::history};
    bool is_source = false;
    for (std::size_t i = 0; i < bad.size(); ++i) {
      if (found[i] || !is_before(lockfile, bad[i].first, bad[i].second)) continue;
      found[i] = is_source = true;
    }
    if (is_source) out.push_back(std::move(lockfile));
  }
  if (!out.empty()) return out;
  if (history.why) note(place, *history.why);
  else if (history.end == git::HistoryEnd::shallow)
    note(place,
         fail(ErrorCode::truncated, "this clone does not have them: 'git fetch --unshallow' brings them").error());
  return out;
}

}  // namespace cordon::app
