#include "app/path_keys.h"

#include <algorithm>

#include "model/finding.h"

namespace cordon::app {
namespace {

std::string normalised(std::string_view path) {
  std::string out(path.starts_with('/') ? "/" : "");
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (!out.empty() && out.back() != '/') out += '/';
    out += part;
  }
  return out;
}

// The folder of the tree that was opened, with a slash at its end.
std::string folder_of(const Target& target) {
  std::string folder = normalised(target.argument);
  if (!target.only_file.empty()) folder.resize(folder.rfind('/') + 1);
  if (!folder.ends_with('/')) folder += '/';
  return folder;
}

}  // namespace

PathKeys::PathKeys(std::span<const Target> targets) {
  for (const Target& target : targets) {
    if (!target.argument.starts_with('/')) {
      relative_ = true;
      continue;
    }
    const std::string folder = folder_of(target);
    if (shared_.empty()) {
      shared_ = folder;
      continue;
    }
    const auto end = std::mismatch(shared_.begin(), shared_.end(), folder.begin(), folder.end()).first;
    shared_.erase(end, shared_.end());
    shared_.resize(shared_.rfind('/') + 1);
  }
}

std::string PathKeys::key(std::string_view path) const {
  std::string whole = normalised(path);
  if (shared_.empty() || !whole.starts_with(shared_)) return whole;
  return (relative_ ? "/" : "") + whole.substr(shared_.size());
}

void PathKeys::identify(model::Finding& finding) const {
  if (!finding.subject.path) return;
  model::Subject subject = finding.subject;
  subject.path = key(*subject.path);
  finding.id = model::finding_id(finding.rule_id, subject);
}

}  // namespace cordon::app
