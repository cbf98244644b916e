#include "inventory/npm/installed_members.h"

#include <optional>

#include "base/yaml.h"
#include "inventory/npm/location.h"
#include "inventory/npm/workspaces.h"
#include "inventory/unread_list.h"

namespace cordon::inventory::npm {
namespace {

// pnpm-workspace.yaml, or nothing where the project has none that can be read.
std::optional<Document> pnpm_settings(const FileTree& tree, std::string_view project, const ReadContext& context,
                                      const std::string& display, std::vector<model::FileUnread>& unread) {
  const Result<std::string> text = tree.read(join_location(project, "pnpm-workspace.yaml"), context.limits.bytes);
  if (!text && text.error().code == ErrorCode::not_found) return std::nullopt;
  Result<Document> document =
      text ? yaml::parse(*text, context.limits) : Result<Document>(std::unexpected(text.error()));
  if (document) return std::move(*document);
  UnreadList problems(display);
  problems.add(document.error());
  problems.move_to(unread);
  return std::nullopt;
}

}  // namespace

std::vector<std::string> find_members(const FileTree& tree, std::string_view project, const ReadContext& context,
                                      std::vector<model::FileUnread>& unread) {
  ReadContext of_project = context;
  of_project.tree = &tree;
  of_project.directory = project;
  ProjectFiles files(of_project, false);
  std::string display = files.display_path({});
  display.resize(display.size() - std::string_view("package.json").size());
  display += "pnpm-workspace.yaml";

  std::vector<Workspace> found;
  const auto add = [&](Value declaration, std::string_view path) {
    const WorkspacePatterns patterns(declaration, path, unread);
    for (Workspace& workspace : find_workspaces(patterns, files, unread)) found.push_back(std::move(workspace));
  };
  const auto settings = pnpm_settings(tree, project, context, display, unread);
  if (settings) add(settings->root()["packages"], display);
  else if (const ProjectManifest* manifest = files.manifest({}, unread))
    add(manifest->root()["workspaces"], manifest->display_path);

  std::vector<std::string> out;
  for (const Workspace& workspace : found) {
    std::string directory = join_location(project, workspace.location);
    if (directory != project && directory != ".." && !directory.starts_with("../")) out.push_back(std::move(directory));
  }
  return out;
}

}  // namespace cordon::inventory::npm
