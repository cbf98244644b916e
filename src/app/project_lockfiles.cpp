#include "app/project_lockfiles.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/file_tree.h"
#include "checks/component_index.h"
#include "inventory/npm/package_lock.h"

namespace cordon::app {
namespace {

constexpr std::size_t kKept = 16;
constexpr std::uint64_t kLockfileBytes = 64u << 20;
constexpr std::string_view kNames[] = {"package-lock.json", "npm-shrinkwrap.json", "node_modules/.package-lock.json"};

}  // namespace

const model::Inventory* ProjectLockfiles::read(const std::string& path) {
  struct stat there{};
  if (::stat(path.c_str(), &there) != 0 || !S_ISREG(there.st_mode)) return nullptr;
  const std::string state =
      fmt::format("{} {} {}.{}", there.st_ino, there.st_size, there.st_mtim.tv_sec, there.st_mtim.tv_nsec);
  const auto known = read_.find(path);
  if (known != read_.end() && known->second.state == state) return &known->second.inventory;
  const std::size_t slash = path.rfind('/');
  const Result<std::unique_ptr<FileTree>> folder = open_directory(path.substr(0, slash));
  if (!folder) return nullptr;
  Result<std::string> text = (*folder)->read(path.substr(slash + 1), kLockfileBytes);
  if (!text) return nullptr;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = path;
  context.registries = &registries_;
  context.client = &client;
  Result<model::Inventory> inventory = inventory::npm::read_package_lock(std::move(*text), context);
  if (!inventory) return nullptr;
  if (read_.size() == kKept && known == read_.end()) read_.erase(read_.begin());
  Read& kept = read_[path];
  kept = {state, std::move(*inventory)};
  return &kept.inventory;
}

std::optional<host::LockedPackage> ProjectLockfiles::find(std::string_view project, std::string_view install_path) {
  for (const std::string_view name : kNames) {
    const std::string path = std::string(project) + "/" + std::string(name);
    const model::Inventory* inventory = read(path);
    if (inventory == nullptr) continue;
    const checks::ComponentIndex index(*inventory);
    for (const std::uint32_t at : index.at(install_path)) {
      const model::Component& component = inventory->components[at];
      host::LockedPackage found{path, component.name, component.version, std::nullopt};
      if (!component.integrity.empty()) found.integrity = component.integrity.front();
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace cordon::app
