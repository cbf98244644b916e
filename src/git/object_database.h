// libgit2's object database over our own reading of files (object_store.h): it checks that every object is what its
// name says, keeps those that are used often, and takes commits, trees and tags apart. No configuration, no attributes,
// no filters, no hooks, no alternates and no commit graph of the repository reach it: it has nothing but objects.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_tree.h"
#include "base/result.h"
#include "git/object.h"

namespace cordon::git {

struct Commit {
  ObjectId id;
  ObjectId tree;
  std::vector<ObjectId> parents;
  std::int64_t committed_at = 0;  // seconds since 1970, as the committer's clock said
};

struct TreeEntry {
  std::string name;
  EntryKind kind = EntryKind::other;  // a submodule is `other`
  ObjectId id;
};

// Sorted by the bytes of names; every name could be a file's, and none is there twice.
using Tree = std::vector<TreeEntry>;

class ObjectDatabase {
 public:
  // Fails with what ObjectStore::open fails with, and with system when libgit2 does not start.
  static Result<ObjectDatabase> open(const std::vector<std::string>& folders, const ObjectLimits& limits);

  ObjectDatabase(ObjectDatabase&&) noexcept;
  ObjectDatabase& operator=(ObjectDatabase&&) noexcept;
  ~ObjectDatabase();

  // All of these may be called from several threads at once. They fail with not_found, with too_large before anything
  // of the object is unpacked, with syntax for an object that is damaged or not what its name says, with wrong_type for
  // one of another kind, and with what ObjectStore fails with.
  Result<Commit> commit(const ObjectId& id) const;
  Result<Tree> tree(const ObjectId& id) const;  // also syntax for a name that no file can have, or that is there twice
  Result<std::string> blob(const ObjectId& id, std::uint64_t max_bytes) const;
  Result<ObjectHeader> header(const ObjectId& id) const;

  // One entry of a tree, nothing when it has none of that name; without looking at the others: quick, for history.
  Result<std::optional<TreeEntry>> entry(const ObjectId& tree, std::string_view name) const;

  // The commit that a tag, a tag of a tag, or the commit itself leads to. Also too_deep.
  Result<Commit> peel_to_commit(ObjectId id) const;

  std::vector<ObjectId> with_prefix(std::string_view digits, std::size_t most) const;
  const std::vector<std::string>& problems() const;

 private:
  struct State;
  explicit ObjectDatabase(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cordon::git
