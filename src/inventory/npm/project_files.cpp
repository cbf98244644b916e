#include "inventory/npm/project_files.h"

#include "base/json.h"
#include "inventory/npm/location.h"

namespace cordon::inventory::npm {
namespace {

// Takes "node_modules" off the end of a folder's path.
std::string_view without_modules(std::string_view folder) {
  if (folder == "node_modules") return {};
  if (folder.ends_with("/node_modules")) folder.remove_suffix(std::string_view("/node_modules").size());
  return folder;
}

}  // namespace

ProjectFiles::ProjectFiles(const ReadContext& context, bool hidden_lockfile) : context_(context) {
  std::string_view folder = context.directory;
  std::string_view display = context.display_path;
  const std::size_t slash = display.rfind('/');
  display = slash == std::string_view::npos ? std::string_view() : display.substr(0, slash);
  const bool absolute = slash == 0;
  if (hidden_lockfile) {
    folder = without_modules(folder);
    display = without_modules(display);
  }
  folder_ = folder;
  display_folder_ = display;
  if (!display_folder_.empty() || absolute) display_folder_ += '/';
}

std::string ProjectFiles::display_path(std::string_view location) const {
  std::string path = display_folder_;
  path += location;
  if (!location.empty()) path += '/';
  path += "package.json";
  return path;
}

bool ProjectFiles::tree_path(std::string_view location, std::string& out) const {
  if (!has_tree() || location.starts_with('/')) return false;
  out = join_location(folder_, location);
  return out != ".." && !out.starts_with("../");
}

const ProjectManifest* ProjectFiles::manifest(std::string_view location, std::vector<model::FileUnread>& unread) {
  if (const auto known = manifests_.find(location); known != manifests_.end()) return known->second.get();
  std::unique_ptr<ProjectManifest>& slot = manifests_[std::string(location)];
  std::string path;
  if (!tree_path(location, path)) return nullptr;
  if (!path.empty()) path += '/';
  path += "package.json";
  Result<std::string> text = context_.tree->read(path, context_.limits.bytes);
  if (!text && text.error().code == ErrorCode::not_found) return nullptr;
  const std::string display = display_path(location);
  const auto report = [&](const Error& error) {
    // npm goes on with what the lockfile itself says, and so does this reader: nothing of the lockfile is lost.
    unread.push_back({display, error.line, std::string(to_string(error.code)), error.message, false});
    return nullptr;
  };
  if (!text) return report(text.error());
  json::Options options;
  options.limits = context_.limits;
  Result<Document> document = json::parse(std::move(*text), options);
  if (!document) return report(document.error());
  if (!document->root().is_object()) return report({ErrorCode::wrong_type, "package.json is no object", 1, 1, {}});
  slot = std::make_unique<ProjectManifest>(ProjectManifest{std::move(*document), display});
  return slot.get();
}

std::vector<std::string> ProjectFiles::folders(std::string_view location, bool with_links) const {
  std::vector<std::string> out;
  std::string path;
  if (!tree_path(location, path)) return out;
  const Result<std::vector<DirectoryEntry>> entries = context_.tree->list(path);
  if (!entries) return out;  // a pattern names a folder that is not there: npm finds nothing either
  for (const DirectoryEntry& entry : *entries)
    if (entry.kind == EntryKind::directory || (with_links && entry.kind == EntryKind::symlink))
      out.push_back(entry.name);
  return out;
}

}  // namespace cordon::inventory::npm
