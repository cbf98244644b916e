#include "cli/repository_paths.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/environment.h"
#include "git/location.h"

namespace cordon::cli {
namespace {

// What is left of a path below a folder ("." for the folder itself); whether it is below.
bool take_folder(std::string_view& path, std::string_view folder) {
  if (folder == "/" && path.starts_with('/')) {
    path.remove_prefix(1);
  } else if (path == folder) {
    path = {};
  } else if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/') {
    path.remove_prefix(folder.size() + 1);
  } else {
    return false;
  }
  if (path.empty()) path = ".";
  return true;
}

bool longer(const std::string& a, const std::string& b) { return a.size() > b.size(); }

// As the target's own paths are shown: without the slashes at its end.
std::string shown_folder(const app::Target& target) {
  std::string shown = target.folder();
  while (shown.size() > 1 && shown.ends_with('/')) shown.pop_back();
  return shown;
}

}  // namespace

bool is_no_path(std::string_view shown) {
  if (!shown.starts_with('(')) return false;
  const std::size_t end = shown.find_first_not_of("abcdefghijklmnopqrstuvwxyz ", 1);
  return end != std::string_view::npos && end > 1 && shown[end] == ')' &&
         (end + 1 == shown.size() || shown[end + 1] == ' ');
}

RepositoryPaths RepositoryPaths::of(std::span<const app::Target> targets) {
  RepositoryPaths out;
  std::error_code error;
  out.working_ = std::filesystem::current_path(error).string();
  for (const app::Target& target : targets) {
    const std::string shown = shown_folder(target);
    const std::string real = std::filesystem::canonical(shown, error).string();
    if (error) continue;
    out.folders_.push_back({shown, real});
    // A repository that cannot be located is none that a code host looks into.
    const Result<git::Location> location = git::locate_repository(real);
    if (location && !location->work_tree.empty()) out.tops_.push_back(location->work_tree);
  }
  std::ranges::stable_sort(out.folders_, longer, &Folder::shown);
  std::ranges::stable_sort(out.tops_, longer);
  return out;
}

std::string RepositoryPaths::from_top(std::string_view shown) const {
  if (shown.empty() || is_no_path(shown)) return std::string(shown);
  std::string real;
  for (const Folder& folder : folders_) {
    std::string_view rest = shown;
    if (!take_folder(rest, folder.shown)) continue;
    real = folder.real + "/" + std::string(rest);
    break;
  }
  if (real.empty() && shown.starts_with('/')) real = shown;
  else if (real.empty() && !working_.empty()) real = working_ + "/" + std::string(shown);
  real = std::filesystem::path(real).lexically_normal().string();
  while (real.size() > 1 && (real.ends_with('/') || real.ends_with("/."))) real.pop_back();
  for (const std::string& top : tops_) {
    std::string_view rest = real;
    if (take_folder(rest, top)) return std::string(rest);
  }
  return std::string(shown);
}

model::ScanReport RepositoryPaths::from_top(model::ScanReport report) const {
  for (model::Finding& finding : report.findings) {
    if (!finding.subject.path) continue;
    const std::string before = *std::exchange(finding.subject.path, from_top(*finding.subject.path));
    for (model::Evidence& evidence : finding.evidence)
      if (evidence.locator.starts_with(before + ":") || evidence.locator == before)
        evidence.locator.replace(0, before.size(), *finding.subject.path);
  }
  for (model::FileUnread& unread : report.coverage.unread) unread.path = from_top(unread.path);
  return report;
}

}  // namespace cordon::cli
