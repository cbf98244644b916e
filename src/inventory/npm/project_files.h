// The package.json files that stand beside a lockfile: the project's, and those of the folders it links to.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "inventory/reader.h"

namespace cordon::inventory::npm {

// A package.json that was found.
struct ProjectManifest {
  Document document;
  std::string display_path;

  Value root() const { return document.root(); }
};

class ProjectFiles {
 public:
  // The project's folder is the lockfile's, or for node_modules/.package-lock.json the one above.
  ProjectFiles(const ReadContext& context, bool hidden_lockfile);

  // The package.json of the folder at a location, or null where there is none, or none that can be read as an object:
  // then `unread` says so once. Locations outside the tree have none.
  const ProjectManifest* manifest(std::string_view location, std::vector<model::FileUnread>& unread);

  // Names of the folders inside the folder at a location, sorted; with symbolic links, which may lead to one, if asked.
  std::vector<std::string> folders(std::string_view location, bool with_links) const;

  // Where a package.json at a location is, as displayed.
  std::string display_path(std::string_view location) const;

  bool has_tree() const { return context_.tree != nullptr; }

 private:
  bool tree_path(std::string_view location, std::string& out) const;

  const ReadContext& context_;
  std::string folder_;          // the project's folder inside the tree
  std::string display_folder_;  // and as displayed: empty or ending in '/'
  std::map<std::string, std::unique_ptr<ProjectManifest>, std::less<>> manifests_;
};

}  // namespace cordon::inventory::npm
