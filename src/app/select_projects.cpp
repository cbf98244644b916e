#include "app/select_projects.h"

#include <algorithm>

namespace cordon::app {
namespace {

bool is_document(const FoundProject& project) {
  const auto& formats = project.project.lockfiles;
  return formats.size() == 1 && formats.front() != nullptr && formats.front()->is_document();
}

std::string path_of(const FoundProject& project, std::string_view name) {
  const std::string& directory = project.project.directory;
  if (directory.empty() || name.empty()) return project.target->display(directory + std::string(name));
  return project.target->display(directory + "/" + std::string(name));
}

}  // namespace

void select_projects(const Selection& selection, FoundProjects& found) {
  const auto left_out = [&](std::string path, const char* reason) {
    found.unread.push_back({std::move(path), 0, "superseded", reason, false});
  };
  std::set<const Target*> with_more;  // targets that hold something else than documents
  for (const FoundProject& project : found.projects)
    if (!is_document(project) && project.project.scripts.empty()) with_more.insert(project.target);
  std::erase_if(found.projects, [&](const FoundProject& project) {
    if (!is_document(project) || !project.target->only_file.empty()) return false;
    const bool counts = selection.documents == FoundDocuments::all ||
                        (selection.documents == FoundDocuments::where_alone && !with_more.contains(project.target));
    if (!counts)
      left_out(path_of(project, project.project.lockfile_names.front()),
               selection.documents == FoundDocuments::none ? "an SBOM in a folder counts only when it is named"
                                                           : "an SBOM beside lockfiles counts only when it is named");
    return !counts;
  });
  if (selection.installed_beside_lockfile) return;
  for (FoundProject& project : found.projects) {
    if (!project.project.has_lockfile() || !project.project.has_installed_tree) continue;
    project.project.has_installed_tree = false;
    left_out(path_of(project, project.project.ecosystem == "npm" ? "node_modules" : ""),
             "the lockfile beside it says what belongs there");
  }
}

}  // namespace cordon::app
