// The projects as they were before the change that a scan looks at.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "app/projects.h"
#include "app/read_project.h"
#include "app/target.h"

namespace cordon::app {

class ProjectsBefore {
 public:
  // `before` has a target for each of `after`, in the same order, or is empty: then nothing is compared. Both must
  // outlive it. What of them cannot be looked at is in `unread`.
  ProjectsBefore(std::span<const Target> before, std::span<const Target> after, std::vector<model::FileUnread>& unread);

  bool is_empty() const { return before_.empty(); }

  // Says which projects there are now. Each belongs to the one of the same folder and ecosystem; where both targets are
  // files, of the same ecosystem alone. One that stands elsewhere now belongs to the one of its ecosystem that is gone
  // and whose folder had the same name, or to the only one that is gone.
  void pair(std::span<const FoundProject> now);

  // Null where there was none: all of it is new.
  const FoundProject* find(const FoundProject& now) const;

  // Of each target that has projects now: their folders and those above them, and which folder each of them was before.
  struct Folders {
    const Target* before = nullptr;
    const Target* now = nullptr;
    std::map<std::string, std::string> before_of;  // by the folder that is there now
  };
  std::vector<Folders> folders() const;

 private:
  const Target* target_before(const Target& now) const;
  const FoundProject* same_place(const FoundProject& now) const;

  std::span<const Target> before_, after_;
  FoundProjects found_;
  // By target, folder and ecosystem of the one that is there now; null where there was none.
  std::map<std::tuple<const Target*, std::string, std::string>, const FoundProject*> paired_;
};

}  // namespace cordon::app
