#include "git/history.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace cordon::git {
namespace {

// One folder on the way to a path, as it was in the commit looked at last.
struct Level {
  std::string name;  // of what is looked for in it
  ObjectId tree;
  std::optional<TreeEntry> entry;
};

// Follows one path from commit to commit.
class Follower {
 public:
  Follower(const Repository& repository, std::string_view path, std::uint32_t most)
      : repository_(repository), most_(most) {
    history_.path = path;
    while (!path.empty()) {
      const std::size_t slash = std::min(path.find('/'), path.size());
      if (slash > 0) levels_.push_back({std::string(path.substr(0, slash)), {}, {}});
      path.remove_prefix(std::min(slash + 1, path.size()));
    }
  }

  bool has_enough() const { return history_.more; }

  // Commits come newest first.
  Result<void> look_at(const Commit& commit) {
    const std::optional<ObjectId> blob = TRY(find(commit.tree));
    if (blob != blob_) finish(false);
    blob_ = blob;
    oldest_ = commit.id;
    oldest_at_ = commit.committed_at;
    return {};
  }

  PathHistory take(bool since_unknown) {
    finish(since_unknown);
    return std::move(history_);
  }

 private:
  // The content at the path, if it is a file.
  Result<std::optional<ObjectId>> find(ObjectId tree) {
    for (std::size_t at = 0; at < levels_.size(); ++at) {
      Level& level = levels_[at];
      if (level.tree != tree) {
        level.entry = TRY(repository_.objects().entry(tree, level.name));
        level.tree = tree;
      }
      const bool last = at + 1 == levels_.size();
      if (!level.entry || level.entry->kind != (last ? EntryKind::file : EntryKind::directory)) return std::nullopt;
      tree = level.entry->id;
    }
    return levels_.empty() ? std::nullopt : std::optional(tree);
  }

  // The content that was followed until now came with the commit looked at last.
  void finish(bool since_unknown) {
    if (!blob_ || !seen_.insert(*blob_).second) return;
    if (history_.versions.size() >= most_) history_.more = true;
    else history_.versions.push_back({*blob_, oldest_, oldest_at_, since_unknown});
  }

  const Repository& repository_;
  std::uint32_t most_;
  std::vector<Level> levels_;
  PathHistory history_;
  std::optional<ObjectId> blob_;
  ObjectId oldest_;
  std::int64_t oldest_at_ = 0;
  std::unordered_set<ObjectId, ObjectIdHash> seen_;
};

Result<void> look_at(std::vector<Follower>& followers, const Commit& commit) {
  for (Follower& follower : followers)
    if (!follower.has_enough()) TRY(follower.look_at(commit));
  return {};
}

}  // namespace

History history_of(const Repository& repository, const Commit& newest, std::span<const std::string> paths,
                   const HistoryLimits& limits) {
  History history;
  std::vector<Follower> followers;
  for (const std::string& path : paths) followers.emplace_back(repository, path, limits.versions);
  const auto stop = [&](HistoryEnd end, std::optional<Error> why = {}) {
    history.end = end;
    history.why = std::move(why);
    for (Follower& follower : followers) history.paths.push_back(follower.take(end != HistoryEnd::beginning));
    return std::move(history);
  };
  Commit commit = newest;
  for (;;) {
    if (std::ranges::all_of(followers, &Follower::has_enough)) return stop(HistoryEnd::enough);
    if (history.commits >= limits.commits) return stop(HistoryEnd::limit);
    if (const auto looked = look_at(followers, commit); !looked)
      return stop(HistoryEnd::damaged, repository.explain(looked.error()));
    ++history.commits;
    if (repository.ends_at(commit.id)) return stop(HistoryEnd::shallow);
    if (commit.parents.empty()) return stop(HistoryEnd::beginning);
    Result<Commit> parent = repository.commit(commit.parents.front());
    if (!parent) return stop(HistoryEnd::damaged, std::move(parent.error()));
    commit = std::move(*parent);
  }
}

}  // namespace cordon::git
