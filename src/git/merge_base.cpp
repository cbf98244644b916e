#include "git/merge_base.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <vector>

#include "git/revision.h"

namespace cordon::git {
namespace {

constexpr std::size_t kMostCommits = 1'000'000;
constexpr unsigned kFromOne = 1, kFromOther = 2, kFromBoth = 3, kBelowBase = 4;

struct Node {
  Commit commit;
  unsigned reached = 0;
  bool queued = false;
};

// Commits from the newest on, painted by which of the two reach them, as git does. Commits below a base are painted on,
// so that a base that another one reaches is none in the end.
class Painter {
 public:
  explicit Painter(const Repository& repository) : repository_(repository) {}

  Result<void> reach(const Commit& commit, unsigned colours) {
    Node& node = nodes_.try_emplace(commit.id, Node{commit}).first->second;
    if ((node.reached | colours) == node.reached) return {};
    if (nodes_.size() > kMostCommits) return fail(ErrorCode::too_many, "more than a million commits");
    const bool counted = node.queued && (node.reached & kBelowBase) == 0;
    node.reached |= colours;
    const bool counts = (node.reached & kBelowBase) == 0;
    open_ += static_cast<std::size_t>(counts) - static_cast<std::size_t>(counted);
    if (!node.queued) waiting_.push(&node);
    node.queued = true;
    return {};
  }

  // Ends when nothing is left that could still be a base.
  Result<void> run() {
    while (open_ > 0) {
      Node& node = *waiting_.top();
      waiting_.pop();
      node.queued = false;
      if ((node.reached & kBelowBase) == 0) --open_;
      unsigned colours = node.reached;
      if (colours == kFromBoth) {
        bases_.push_back(&node);
        colours |= kBelowBase;
      }
      cut_ = cut_ || repository_.ends_at(node.commit.id);
      for (const ObjectId& parent : node.commit.parents) {
        const auto known = nodes_.find(parent);
        const Commit commit = known != nodes_.end() ? known->second.commit : TRY(repository_.commit(parent));
        TRY(reach(commit, colours));
      }
    }
    return {};
  }

  bool was_cut() const { return cut_; }

  const Commit* best() const {
    const Commit* best = nullptr;
    for (const Node* base : bases_) {
      if ((base->reached & kBelowBase) != 0) continue;
      const Commit& commit = base->commit;
      if (best == nullptr || std::pair(commit.committed_at, commit.id) > std::pair(best->committed_at, best->id))
        best = &commit;
    }
    return best;
  }

 private:
  struct Older {
    bool operator()(const Node* one, const Node* other) const {
      return std::pair(one->commit.committed_at, one->commit.id) <
             std::pair(other->commit.committed_at, other->commit.id);
    }
  };

  const Repository& repository_;
  std::unordered_map<ObjectId, Node, ObjectIdHash> nodes_;  // places in it stay where they are
  std::priority_queue<Node*, std::vector<Node*>, Older> waiting_;
  std::vector<Node*> bases_;
  std::size_t open_ = 0;  // waiting, and not below a base
  bool cut_ = false;
};

}  // namespace

Result<Commit> merge_base(const Repository& repository, const Commit& one, const Commit& other) {
  if (one.id == other.id) return one;
  Painter painter(repository);
  TRY(painter.reach(one, kFromOne));
  TRY(painter.reach(other, kFromOther));
  TRY(painter.run());
  if (const Commit* best = painter.best()) return *best;
  const std::string pair = to_hex(one.id) + " and " + to_hex(other.id);
  if (painter.was_cut())
    return fail(ErrorCode::truncated, "where " + pair + " last were one is not in this clone, which is shallow: " +
                                          std::string(how_to_deepen()));
  return fail(ErrorCode::not_found, pair + " have no history in common");
}

}  // namespace cordon::git
