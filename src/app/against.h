// What a scan is compared with: an earlier commit of the repository that each target stands in, or other files.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/lockfile_history.h"
#include "app/target.h"
#include "base/result.h"
#include "git/default_base.h"
#include "git/repository.h"
#include "model/generated/model.h"

namespace cordon::app {

class Against {
 public:
  // `named` is a revision, "auto" (git/default_base.h), or a lockfile or folder. Looks for the repositories of the
  // targets, and opens the file or folder of that name, if there is one. Fails with not_found where there is neither,
  // and with what locating a repository fails with.
  static Result<Against> locate(std::string named, std::span<const Target> targets);

  // What the process must be able to read afterwards.
  std::vector<std::string> readable() const;

  // A target for each of `targets`, which are those of locate(): the same folder or file as it was. A revision of that
  // name comes before a file; "./NAME" is always a file. Before the first commit of a repository there was nothing. The
  // trees live as long as this. Fails with not_found where neither is there, usage where a file is compared with
  // several targets, and with what reading the repository fails with (truncated: a shallow clone without it; the
  // message says what to do).
  Result<std::vector<Target>> open(std::span<const Target> targets, const git::Variables& variables);

  // Whether an earlier version of the file at `inside` the target at `index` named the package; empty where that is not
  // known, and for files.
  std::optional<bool> had(std::size_t index, const std::string& inside, std::string_view name) const;

  // "1f310420c4c2 (where HEAD left origin/main)", once it is open.
  const std::string& what() const { return what_; }

  // What follows, once it is open. Whether it is a file or folder, and no commit.
  bool is_file() const { return bases_.empty(); }
  // Whether the path of this machine, absolute and without links, stands in a work tree whose commit is compared with.
  bool covers(const std::string& path) const { return base_of(path) != nullptr; }
  // What the file at such a path was then; nothing where there was none. Fails as FileTree::read does.
  Result<std::optional<std::string>> committed(const std::string& path, std::uint64_t most_bytes) const;
  // What of the change is not looked at: submodules that are another commit now.
  const std::vector<model::FileUnread>& unread() const { return unread_; }

 private:
  // The work tree of a target, and what it is compared with.
  struct BaseTree {
    std::string work_tree;
    std::unique_ptr<FileTree> tree;  // of the whole repository
  };

  Result<Target> open_commit(const Target& target, std::size_t index, const git::Variables& variables);
  Result<git::Base> base_for(const git::Repository& repository, const git::Variables& variables) const;
  void note_submodules(const Target& target, std::size_t index, const git::Base& base);
  const BaseTree* base_of(const std::string& path) const;

  std::string named_, what_;
  std::vector<std::optional<git::Location>> locations_;  // by target
  std::vector<std::unique_ptr<git::Repository>> repositories_;
  std::vector<std::unique_ptr<LockfileHistory>> histories_;  // by target, once they are open; null: nothing was before
  std::vector<BaseTree> bases_;
  std::vector<model::FileUnread> unread_;
  std::optional<Target> file_;
};

}  // namespace cordon::app
