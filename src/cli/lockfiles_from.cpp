#include "cli/lockfiles_from.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "cli/environment.h"

namespace cordon::cli {
namespace {

Result<std::vector<app::OlderLockfile>> read(const std::string& path) {
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(path, error);
  const auto tree = TRY(open_directory(is_folder ? path : folder_of(path)));
  return app::older_lockfiles(*tree, is_folder ? "" : path.substr(path.rfind('/') + 1), path);
}

}  // namespace

Result<void> LockfilesFrom::find(const std::vector<std::string>& from, const std::vector<app::Target>& targets) {
  for (const std::string& named : from) {
    std::error_code error;
    if (std::filesystem::exists(named, error)) found_.push_back({named, std::nullopt, TRY(read(named))});
    else found_.push_back({named, TRY_CONTEXT(app::Against::locate(named, targets), "opening --from " + named), {}});
  }
  return {};
}

void LockfilesFrom::add_readable(std::vector<std::string>& paths) const {
  for (const Named& each : found_)
    if (each.revision)
      for (std::string& path : each.revision->readable()) paths.push_back(std::move(path));
}

Result<std::vector<app::OlderLockfile>> LockfilesFrom::read_all(const std::vector<app::Target>& targets) {
  std::vector<app::OlderLockfile> out;
  for (Named& each : found_) {
    if (each.revision) TRY(read_revision(each, targets));
    std::ranges::move(each.lockfiles, std::back_inserter(out));
  }
  return out;
}

Result<void> LockfilesFrom::read_revision(Named& named, const std::vector<app::Target>& targets) {
  const auto variables = [](std::string_view name) { return environment(std::string(name).c_str()); };
  const std::vector<app::Target> before =
      TRY_CONTEXT(named.revision->open(targets, variables), "opening --from " + named.name);
  for (const app::Target& target : before) {
    auto lockfiles = TRY_CONTEXT(app::older_lockfiles(*target.tree, target.only_file, target.argument),
                                 "reading --from " + named.name);
    std::ranges::move(lockfiles, std::back_inserter(named.lockfiles));
  }
  return {};
}

}  // namespace cordon::cli
