#include "git/commit_tree.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace cordon::git {
namespace {

constexpr int kMostLinks = 40;                // of one path, as the kernel: path_resolution(7)
constexpr std::uint64_t kMostTarget = 4'096;  // PATH_MAX
constexpr std::size_t kMostEntries = 1'000'000, kMostParts = 4'096;
constexpr std::size_t kMostKept = 1'000'000;  // entries of trees that are kept

// The parts of a path, the next one last.
class Ahead {
 public:
  void push(std::string_view path) {
    while (!path.empty()) {
      const std::size_t slash = path.rfind('/');
      const std::string_view part = slash == std::string_view::npos ? path : path.substr(slash + 1);
      if (!part.empty() && part != ".") parts_.emplace_back(part);
      path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    }
  }
  bool empty() const { return parts_.empty(); }
  std::size_t size() const { return parts_.size(); }
  std::string pop() {
    std::string part = std::move(parts_.back());
    parts_.pop_back();
    return part;
  }

 private:
  std::vector<std::string> parts_;
};

class CommitTree final : public FileTree {
 public:
  CommitTree(const Repository& repository, const ObjectId& root)
      : repository_(repository), root_{"", EntryKind::directory, root} {}

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    const Place place = TRY(find(path, true));
    if (place.entry().kind != EntryKind::directory) return fail(ErrorCode::not_found, "no directory");
    const auto tree = TRY(tree_of(place.entry().id));
    if (tree->size() > kMostEntries) return fail(ErrorCode::too_many, "too many entries in one directory");
    std::vector<DirectoryEntry> entries;
    entries.reserve(tree->size());
    for (const TreeEntry& entry : *tree) entries.push_back({entry.name, entry.kind});
    return entries;
  }

  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    const Place place = TRY(find(path, true));
    if (place.entry().kind != EntryKind::file) return fail(ErrorCode::not_a_regular_file, "not a regular file");
    return blob(place.entry().id, max_bytes);
  }

  Result<FileInfo> info(std::string_view path) const override {
    const TreeEntry entry = TRY(find(path, false)).entry();
    if (entry.kind != EntryKind::file && entry.kind != EntryKind::symlink) return FileInfo{entry.kind, 0};
    const Result<ObjectHeader> header = repository_.objects().header(entry.id);
    if (!header) return damaged(header.error());
    return FileInfo{entry.kind, header->size};
  }

  Result<std::string> read_link(std::string_view path) const override {
    const Place place = TRY(find(path, false));
    if (place.entry().kind != EntryKind::symlink) return fail(ErrorCode::wrong_type, "not a symbolic link");
    return blob(place.entry().id, kMostTarget);
  }

  Result<LinkEnd> link_end(std::string_view path) const override {
    TRY(read_link(path));
    const Result<Place> place = find(path, true);
    // What stands outside is not in the commit: nobody can say what it is.
    if (!place && place.error().code == ErrorCode::outside_root) return LinkEnd{};
    if (!place) return std::unexpected(place.error());
    return LinkEnd{place->entry().kind, place->path()};
  }

 private:
  // Where a path has led to: every folder that was come through, and the end.
  struct Place {
    std::vector<TreeEntry> entries;
    const TreeEntry& entry() const { return entries.back(); }
    std::string path() const {
      std::string joined;
      for (std::size_t at = 1; at < entries.size(); ++at) joined += (at == 1 ? "" : "/") + entries[at].name;
      return joined;
    }
  };

  // An entry of the tree that is not there is a damaged repository, not a file that does not exist.
  std::unexpected<Error> damaged(const Error& error) const {
    Error explained = repository_.explain(error);
    if (explained.code == ErrorCode::not_found || explained.code == ErrorCode::wrong_type)
      explained.code = ErrorCode::io;
    return std::unexpected(std::move(explained));
  }

  Result<std::string> blob(const ObjectId& id, std::uint64_t max_bytes) const {
    Result<std::string> content = repository_.objects().blob(id, max_bytes);
    if (!content) return damaged(content.error());
    return content;
  }

  Result<std::shared_ptr<const Tree>> tree_of(const ObjectId& id) const {
    {
      const std::scoped_lock lock(mutex_);
      if (const auto known = trees_.find(id); known != trees_.end()) return known->second;
    }
    Result<Tree> read = repository_.objects().tree(id);
    if (!read) return damaged(read.error());
    auto tree = std::make_shared<const Tree>(std::move(*read));
    const std::scoped_lock lock(mutex_);
    kept_ += tree->size();
    if (kept_ > kMostKept) {
      trees_.clear();
      kept_ = tree->size();
    }
    trees_.emplace(id, tree);
    return tree;
  }

  Result<Place> find(std::string_view path, bool follow_last) const {
    if (path.starts_with('/')) return fail(ErrorCode::outside_root, "an absolute path");
    if (path.find('\0') != std::string_view::npos) return fail(ErrorCode::not_found, "a NUL in a path");
    Ahead ahead;
    ahead.push(path);
    Place place{{root_}};
    int links = 0;
    while (!ahead.empty()) {
      if (ahead.size() + place.entries.size() > kMostParts)
        return fail(ErrorCode::too_deep, "a path of too many parts");
      const std::string part = ahead.pop();
      if (place.entry().kind != EntryKind::directory) return fail(ErrorCode::not_found, "a file on the way");
      if (part == "..") {
        if (place.entries.size() == 1) return fail(ErrorCode::outside_root, "it leads out of the folder");
        place.entries.pop_back();
        continue;
      }
      const auto tree = TRY(tree_of(place.entry().id));
      const auto found = std::ranges::lower_bound(*tree, part, {}, &TreeEntry::name);
      if (found == tree->end() || found->name != part) return fail(ErrorCode::not_found, "no such file");
      if (found->kind != EntryKind::symlink || (ahead.empty() && !follow_last)) {
        place.entries.push_back(*found);
        continue;
      }
      if (++links > kMostLinks) return fail(ErrorCode::symlink_loop, "too many symbolic links");
      const std::string target = TRY(blob(found->id, kMostTarget));
      if (target.starts_with('/')) return fail(ErrorCode::outside_root, "it leads out of the folder");
      if (target.empty() || target.find('\0') != std::string::npos)
        return fail(ErrorCode::not_found, "a link to nothing");
      ahead.push(target);
    }
    return place;
  }

  const Repository& repository_;
  const TreeEntry root_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<ObjectId, std::shared_ptr<const Tree>, ObjectIdHash> trees_;
  mutable std::size_t kept_ = 0;
};

}  // namespace

Result<std::unique_ptr<FileTree>> open_commit(const Repository& repository, const Commit& commit,
                                              std::string_view subfolder) {
  ObjectId root = commit.tree;
  while (!subfolder.empty()) {
    const std::size_t slash = std::min(subfolder.find('/'), subfolder.size());
    const std::string_view part = subfolder.substr(0, slash);
    subfolder.remove_prefix(std::min(slash + 1, subfolder.size()));
    if (part.empty()) continue;
    const auto entry = repository.objects().entry(root, part);
    if (!entry) return std::unexpected(repository.explain(entry.error()));
    if (!*entry || (*entry)->kind != EntryKind::directory)
      return fail(ErrorCode::not_found, "commit " + to_hex(commit.id) + " has no such folder");
    root = (*entry)->id;
  }
  // A root that is no tree is told now, not as an empty folder later.
  const Result<ObjectHeader> header = repository.objects().header(root);
  if (!header) return std::unexpected(repository.explain(header.error()));
  if (header->type != ObjectType::tree) return fail(ErrorCode::wrong_type, "object " + to_hex(root) + " is no tree");
  return std::make_unique<CommitTree>(repository, root);
}

}  // namespace cordon::git
