// The projects as they were before the change that a scan looks at.
#pragma once

#include <span>
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

  // The project of the same folder and ecosystem; where both targets are files, of the same ecosystem alone. Null where
  // there was none: all of it is new.
  const FoundProject* find(const FoundProject& now) const;

 private:
  std::span<const Target> before_, after_;
  FoundProjects found_;
};

}  // namespace cordon::app
