#include "app/read_changed.h"

#include "app/overlay_tree.h"
#include "base/credentials.h"

namespace cordon::app {

Result<model::Inventory> read_changed(const Target& target, const inventory::Project& found,
                                      const ReadSettings& settings, const ChangedFiles& files,
                                      const std::string& path) {
  ChangedFiles shown;
  for (const auto& [inside, text] : files) shown.emplace(inside, without_credentials(text));
  const Target changed{target.argument,  overlay(*target.tree, std::move(shown)),
                       target.only_file, target.mounted_at,
                       target.root,      target.place};
  inventory::Project only = found;
  only.has_installed_tree = false;
  ProjectRead read = read_project(changed, only, false, settings);
  for (model::Inventory& inventory : read.project.lockfiles)
    if (inventory.path == path) return std::move(inventory);
  for (const model::FileUnread& unread : read.unread)
    if (unread.path == path)
      return fail(ErrorCode::refused, "the changed file cannot be read: " + unread.reason, unread.line);
  return fail(ErrorCode::refused, "the changed file cannot be read");
}

}  // namespace cordon::app
