// What a repository says of actions by its past and its own tags: workflows of earlier commits, and of its own releases
// which commit each is.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/action_commits.h"
#include "app/target.h"
#include "git/location.h"
#include "model/generated/model.h"

namespace cordon::app {

// A workflow of a target, by its path in that target's tree, and the refs it uses.
struct WorkflowFile {
  std::size_t target = 0;  // index
  std::string inside, text;
};

class WorkflowHistory {
 public:
  // Looks for the repositories of the targets; before the process is confined. One that is not there, or that cannot be
  // used, says nothing.
  // `server`: the address of the GitHub whose clones are asked beside those of github.com; may be empty.
  static WorkflowHistory locate(std::span<const Target> targets, std::string_view server = {});

  // What the process must be able to read afterwards.
  std::vector<std::string> readable() const;

  // Adds what these workflows say as they were committed last and before that, and, where the origin of the repository
  // is what a workflow uses, the commits of its own tags. A repository that cannot be read is a line of `unread` that
  // leaves the answer whole.
  void add_to(ActionCommits& commits, std::span<const WorkflowFile> workflows,
              std::vector<model::FileUnread>& unread) const;

  static constexpr std::uint32_t kVersions = 16, kCommits = 2'000;  // that are looked at

 private:
  struct Repository {
    git::Location location;
    std::string argument;
  };
  std::vector<std::optional<Repository>> repositories_;  // by target
  std::string server_;
};

// "owner/repository" of the remote "origin" in the text of a repository's configuration; empty where it has none, or
// one that is not taken by HTTPS or SSH from github.com or from the host of `server` ("https://host"): what another
// host calls by the same name is another repository.
std::string origin_of_config(std::string_view text, std::string_view server = {});

}  // namespace cordon::app
