#include "inventory/npm/workspaces.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "inventory/npm/location.h"

namespace cordon::inventory::npm {
namespace {

constexpr std::size_t kMaxWildcards = 200;    // patterns with wildcards; every one is tried on every folder
constexpr std::size_t kMaxFolders = 100'000;  // folders looked into for one project

bool in_modules(std::string_view location) {
  return location == "node_modules" || location.starts_with(kModulesPrefix) || location.ends_with("/node_modules") ||
         location.find("/node_modules/") != std::string_view::npos;
}

bool is_literal(const PathPattern& pattern) {
  return std::all_of(pattern.begin(), pattern.end(),
                     [](const PatternSegment& segment) { return segment.kind == PatternSegment::Kind::literal; });
}

std::string joined(const PathPattern& pattern) {
  std::string out;
  for (const PatternSegment& segment : pattern) {
    if (!out.empty()) out += '/';
    out += segment.text;
  }
  return normalize_location(out);
}

// Walks the tree along patterns. Symbolic links are followed where the pattern names one level, not below "**".
class FolderWalk {
 public:
  FolderWalk(ProjectFiles& files, std::set<std::string>& found) : files_(files), found_(found) {}

  void follow(const PathPattern& pattern) {
    visited_.clear();
    step(pattern, 0, {});
  }
  bool complete() const { return looked_at_ < kMaxFolders; }

 private:
  // Recursion is as deep as the folders are.
  void step(const PathPattern& pattern, std::size_t at, const std::string& location) {
    if (!complete() || location.size() > kMaxLocationBytes) return;
    if (at == pattern.size()) {
      found_.insert(location);
      return;
    }
    const PatternSegment& segment = pattern[at];
    if (segment.kind == PatternSegment::Kind::literal) {
      step(pattern, at + 1, join_location(location, segment.text));
      return;
    }
    const bool any_depth = segment.kind == PatternSegment::Kind::any_depth;
    if (!visited_.emplace(at, location).second) return;
    if (any_depth) step(pattern, at + 1, location);
    ++looked_at_;
    for (const std::string& name : files_.folders(location, !any_depth)) {
      if (name == "node_modules" || (any_depth ? name.starts_with('.') : !segment.matches(name))) continue;
      step(pattern, any_depth ? at : at + 1, join_location(location, name));
    }
  }

  ProjectFiles& files_;
  std::set<std::string>& found_;
  std::set<std::pair<std::size_t, std::string>> visited_;  // position in the pattern, folder
  std::size_t looked_at_ = 0;
};

}  // namespace

WorkspacePatterns::WorkspacePatterns(Value declaration, std::string_view path, std::vector<model::FileUnread>& unread) {
  UnreadList problems{std::string(path)};
  if (declaration.is_object() && declaration["packages"].is_array()) declaration = declaration["packages"];
  if (!declaration.is_array()) {
    if (declaration.exists() && !declaration.is_null())
      problems.add(declaration.line(), ErrorCode::wrong_type, "workspaces are no list");
  }
  for (const Value element : declaration.elements()) {
    if (element.is_string()) add(element.text(), element.line(), problems);
    else problems.add(element.line(), ErrorCode::wrong_type, "a workspace that is no text");
  }
  problems.move_to(unread);
}

void WorkspacePatterns::add(std::string_view pattern, std::uint32_t line, UnreadList& problems) {
  std::size_t marks = 0;
  while (marks < pattern.size() && pattern[marks] == '!') ++marks;
  std::string_view body = pattern.substr(marks);
  if (body.starts_with("./")) body.remove_prefix(1);
  while (body.starts_with('/')) body.remove_prefix(1);
  const bool excludes = marks % 2 == 1;
  Result<std::vector<PathPattern>> compiled = compile_path_pattern(body);
  if (compiled && wildcards_.size() + excluded_wildcards_.size() + compiled->size() > kMaxWildcards &&
      !std::all_of(compiled->begin(), compiled->end(), is_literal))
    compiled = fail(ErrorCode::too_many, "too many workspaces with wildcards");
  if (!compiled) {
    problems.add(line, compiled.error().code, compiled.error().message + ": " + text::visible(pattern));
    return;
  }
  if (!excludes) {
    // A later pattern brings back what an earlier exclusion named.
    std::erase_if(excluded_wildcards_, [&](const PathPattern& p) { return matches_path(p, body); });
    excluded_literals_.erase(std::string(body));
  }
  for (PathPattern& one : *compiled) {
    if (one.empty()) one.push_back({PatternSegment::Kind::literal, "."});
    if (is_literal(one)) (excludes ? excluded_literals_ : literals_).insert(joined(one));
    else (excludes ? excluded_wildcards_ : wildcards_).push_back(std::move(one));
  }
}

bool WorkspacePatterns::excluded(std::string_view location) const {
  return in_modules(location) || excluded_literals_.contains(std::string(location)) ||
         matches_any(excluded_wildcards_, location);
}

bool WorkspacePatterns::includes(std::string_view location) const {
  if (empty() || excluded(location)) return false;
  return literals_.contains(std::string(location)) || matches_any(wildcards_, location);
}

std::vector<Workspace> find_workspaces(const WorkspacePatterns& patterns, ProjectFiles& files,
                                       std::vector<model::FileUnread>& unread) {
  std::set<std::string> found(patterns.literals().begin(), patterns.literals().end());
  FolderWalk walk(files, found);
  for (const PathPattern& pattern : patterns.wildcards()) walk.follow(pattern);
  if (!walk.complete())
    unread.push_back({files.display_path({}), 0, std::string(to_string(ErrorCode::too_many)),
                      "too many folders to look for workspaces in", true});
  std::vector<Workspace> out;
  for (const std::string& location : found) {
    if (!patterns.includes(location)) continue;
    const ProjectManifest* manifest = files.manifest(location, unread);
    if (manifest == nullptr) continue;
    const std::string_view name = manifest->root()["name"].string().value_or(std::string_view());
    out.push_back({std::string(name.empty() ? folder_name(location) : name), location});
  }
  return out;
}

std::vector<Workspace> locked_workspaces(const WorkspacePatterns& patterns, const LockEntries& entries) {
  std::vector<Workspace> out;
  if (patterns.empty()) return out;
  for (const LockEntry& entry : entries.entries) {
    if (entry.link || !patterns.includes(entry.location)) continue;
    out.push_back(
        {std::string(entry.name.empty() ? folder_name(entry.location) : entry.name), std::string(entry.location)});
  }
  return out;
}

}  // namespace cordon::inventory::npm
