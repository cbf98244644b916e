#include "cli/files_to_change.h"

#include <iterator>
#include <utility>

#include "cli/environment.h"
#include "cli/npm_folder.h"

namespace cordon::cli {

Result<void> open_to_change(const std::vector<std::string>& paths, std::vector<app::Target>& targets,
                            std::vector<std::unique_ptr<FileTree>>& raw, std::vector<model::FileUnread>& unopened) {
  OpenedTargets opened = TRY(open_targets(paths.empty() ? std::vector<std::string>{"."} : paths));
  targets = std::move(opened.targets);
  std::ranges::move(opened.unopened, std::back_inserter(unopened));
  for (const app::Target& target : targets) {
    if (!target.mounted_at.empty())
      return fail(ErrorCode::usage, target.argument + " is what was installed: name the folder of the project");
    raw.push_back(TRY(open_directory(target.folder())));
  }
  return {};
}

Result<NpmCacheFolder> open_npm_cache(bool wanted, const inventory::UserConfig& user,
                                      std::vector<model::FileUnread>& unread) {
  NpmCacheFolder out;
  if (wanted) out.place = npm_folder(user, unread);
  if (!out.place.empty()) out.tree = TRY(open_directory(out.place));
  return out;
}

os::Confinement confinement_to_change(const std::vector<app::Target>& targets, const NpmCacheFolder& cache,
                                      bool apply) {
  os::Confinement out;
  for (const app::Target& target : targets) out.read_paths.push_back(target.folder());
  if (apply) out.write_paths = out.read_paths;
  if (!cache.place.empty()) out.read_paths.push_back(cache.place);
  return out;
}

}  // namespace cordon::cli
