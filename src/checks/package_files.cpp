#include "checks/package_files.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace cordon::checks {
namespace {

class PackageFiles {
 public:
  explicit PackageFiles(const Project& project) : project_(project) {}

  const change::PackageFacts* of(const model::Component& component) {
    if (project_.archives)
      if (const change::PackageFacts* facts = project_.archives(component)) return facts;
    if (!project_.installed || project_.tree == nullptr) return nullptr;
    auto at = read_.find(component.purl);
    if (at == read_.end()) at = read_.emplace(component.purl, read(component)).first;
    return at->second ? &*at->second : nullptr;
  }

 private:
  // Of the first place where this release is installed.
  std::optional<change::PackageFacts> read(const model::Component& component) const {
    const std::vector<model::Component>& installed = project_.installed->inventory.components;
    for (std::size_t i = 0; i < installed.size(); ++i) {
      if (installed[i].name != component.name || installed[i].version != component.version) continue;
      Result<change::PackageFacts> facts = change::read_package(*project_.tree, project_.installed->directories[i]);
      if (!facts) continue;
      facts->is_installed = true;
      return std::move(*facts);
    }
    return std::nullopt;
  }

  const Project& project_;
  std::map<std::string, std::optional<change::PackageFacts>> read_;  // by package URL
};

}  // namespace

change::PackageLookup package_files(const Project& project) {
  return [files = std::make_shared<PackageFiles>(project)](const model::Component& component) {
    return files->of(component);
  };
}

change::Sources sources_of(const Project& project) {
  return {package_files(project), project.packuments, project.seen_before, project.now};
}

}  // namespace cordon::checks
