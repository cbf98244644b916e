#include "app/projects_before.h"

#include <algorithm>

namespace cordon::app {

ProjectsBefore::ProjectsBefore(std::span<const Target> before, std::span<const Target> after,
                               std::vector<model::FileUnread>& unread)
    : before_(before), after_(after) {
  if (before_.empty()) return;
  Progress progress;  // the reader waits for what is there now, not for this
  found_ = find_projects(before_, nullptr, progress);
  // A folder in which there was nothing before is no gap: then all is new.
  for (model::FileUnread& each : found_.unread)
    if (each.code != "nothing_found" || !after_.front().only_file.empty()) unread.push_back(std::move(each));
}

const FoundProject* ProjectsBefore::find(const FoundProject& now) const {
  if (before_.empty()) return nullptr;
  const auto index = static_cast<std::size_t>(now.target - after_.data());
  const Target* const target = &before_[index];
  const bool files = !target->only_file.empty() && !now.target->only_file.empty();
  const auto is_same = [&](const FoundProject& each) {
    return each.target == target && each.project.ecosystem == now.project.ecosystem &&
           (files || each.project.directory == now.project.directory);
  };
  const auto at = std::ranges::find_if(found_.projects, is_same);
  return at == found_.projects.end() ? nullptr : &*at;
}

}  // namespace cordon::app
