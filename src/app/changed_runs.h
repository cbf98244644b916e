// What a change makes package clients, editors, agents and git run in the folders of a project, without a package.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/projects_before.h"
#include "app/target.h"
#include "model/generated/model.h"

namespace cordon::app {

// One folder, inside the trees of before and of now.
struct RunFolder {
  std::string before, now;
};

// A finding (change.runs-code) for each file that says something new or something else than any file of that folder
// did: lifecycle scripts of its package.json and the build of a binding.gyp, what settings of package clients name
// (inventory/npm/client_code.h; a module of the project also when its content changed), and files that run by
// themselves (inventory/auto_run). What a script that was there starts is code like other code, and not compared. A
// file that is new or changed and cannot be read goes to `unread`. Nothing for targets that are files.
std::vector<model::Finding> changed_runs(const Target& before, const Target& now, std::span<const RunFolder> folders,
                                         std::vector<model::FileUnread>& unread);

// The same of all folders of the projects that are there now, and of those above them, which people open.
std::vector<model::Finding> changed_runs(const ProjectsBefore& before, std::vector<model::FileUnread>& unread);

}  // namespace cordon::app
