#include "app/projects_before.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace cordon::app {
namespace {

std::tuple<const Target*, std::string, std::string> key_of(const FoundProject& project) {
  return {project.target, project.project.directory, project.project.ecosystem};
}

}  // namespace

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

void ProjectsBefore::pair(std::span<const FoundProject> now) {
  if (before_.empty()) return;
  std::set<const FoundProject*> taken;
  std::vector<const FoundProject*> rest;
  for (const FoundProject& each : now) {
    const FoundProject* same = same_place(each);
    if (same == nullptr) rest.push_back(&each);
    else if (taken.insert(same).second) paired_.emplace(key_of(each), same);
  }
  // What moved: the folder keeps its name, or there is no other that it could have been.
  const auto name_of = [](const FoundProject& project) {
    const std::string& folder = project.project.directory;
    return std::string_view(folder).substr(folder.rfind('/') + 1);
  };
  for (const FoundProject* each : rest) {
    std::vector<const FoundProject*> like, named;
    for (const FoundProject& old : found_.projects) {
      if (taken.contains(&old) || old.target != target_before(*each->target) ||
          old.project.ecosystem != each->project.ecosystem ||
          old.project.has_lockfile() != each->project.has_lockfile())
        continue;
      like.push_back(&old);
      if (name_of(old) == name_of(*each)) named.push_back(&old);
    }
    const FoundProject* chosen = named.size() == 1 ? named.front() : like.size() == 1 ? like.front() : nullptr;
    const bool is_free = chosen != nullptr && taken.insert(chosen).second;
    paired_.emplace(key_of(*each), is_free ? chosen : nullptr);
  }
}

const Target* ProjectsBefore::target_before(const Target& now) const {
  return &before_[static_cast<std::size_t>(&now - after_.data())];
}

const FoundProject* ProjectsBefore::same_place(const FoundProject& now) const {
  const Target* const target = target_before(*now.target);
  const bool files = !target->only_file.empty() && !now.target->only_file.empty();
  const auto is_same = [&](const FoundProject& each) {
    return each.target == target && each.project.ecosystem == now.project.ecosystem &&
           (files || each.project.directory == now.project.directory);
  };
  const auto at = std::ranges::find_if(found_.projects, is_same);
  return at == found_.projects.end() ? nullptr : &*at;
}

const FoundProject* ProjectsBefore::find(const FoundProject& now) const {
  const auto at = paired_.find(key_of(now));
  return at == paired_.end() ? nullptr : at->second;
}

std::vector<ProjectsBefore::Folders> ProjectsBefore::folders() const {
  std::vector<Folders> out;
  for (const auto& [key, old] : paired_) {
    const auto& [target, now, ecosystem] = key;
    if (out.empty() || out.back().now != target) out.push_back({target_before(*target), target, {{"", ""}}});
    std::map<std::string, std::string>& before_of = out.back().before_of;
    if (old != nullptr) before_of.insert_or_assign(now, old->project.directory);
    for (std::string above = now; !above.empty();) {
      before_of.emplace(above, above);
      const std::size_t slash = above.rfind('/');
      above.resize(slash == std::string::npos ? 0 : slash);
    }
  }
  return out;
}

}  // namespace cordon::app
