#include "app/registry_documents.h"

#include <utility>

#include "app/cached_packument.h"

namespace cordon::app {
Result<std::unique_ptr<RegistryDocuments>> RegistryDocuments::open(const std::vector<std::string>& folders,
                                                                   const std::string& npm_cache) {
  std::unique_ptr<RegistryDocuments> out(new RegistryDocuments);
  for (const std::string& folder : folders)
    out->folders_.push_back(
        {folder, TRY_CONTEXT(open_directory(folder), "opening what registries said in " + folder), false});
  if (!npm_cache.empty())
    if (Result<std::unique_ptr<FileTree>> tree = open_directory(npm_cache)) out->cache_ = std::move(*tree);
  return out;
}

void RegistryDocuments::read_folders() {
  has_read_folders_ = true;
  for (std::size_t i = 0; i < folders_.size(); ++i) {
    const FileTree& folder = *folders_[i].tree;
    const auto entries = folder.list("");
    if (!entries) continue;
    std::size_t count = 0;
    for (const DirectoryEntry& entry : *entries) {
      if (entry.kind != EntryKind::file || !entry.name.ends_with(".json") || count++ == kFiles) continue;
      Result<std::string> text = folder.read(entry.name, kBytes);
      if (!text) continue;
      // Other documents may lie there, too.
      if (Result<change::Packument> packument = change::read_packument(std::move(*text))) {
        std::string name = packument->name;
        folder_of_.try_emplace(name, i);
        read_.try_emplace(std::move(name), std::move(*packument));
      }
    }
  }
}

std::optional<change::Packument> RegistryDocuments::read_cached(const model::Component& component) const {
  if (cache_ == nullptr || !component.resolved) return std::nullopt;
  const std::string address = packument_address(component.name, *component.resolved);
  if (address.empty()) return std::nullopt;
  std::optional<CachedDocument> document = cached_document(*cache_, "", address);
  if (!document) return std::nullopt;
  Result<change::Packument> packument = change::read_packument(std::move(document->text));
  if (!packument || packument->name != component.name) return std::nullopt;
  // It is kept by the address that the component is of.
  packument->is_of_origin = component.registry.class_ == model::RegistryClass::public_ ||
                            component.registry.class_ == model::RegistryClass::private_;
  return std::move(*packument);
}

const change::Packument* RegistryDocuments::of(const model::Component& component) {
  if (component.ecosystem != "npm") return nullptr;
  const std::lock_guard lock(mutex_);
  if (!has_read_folders_) read_folders();
  if (const auto at = read_.find(component.name); at != read_.end()) {
    folders_[folder_of_.at(component.name)].used = true;
    return &at->second;
  }
  const std::pair key(component.registry.id, component.name);
  if (const auto at = fetched_.find(key); at != fetched_.end()) return &at->second;
  auto at = cached_.find(key);
  if (at == cached_.end()) at = cached_.emplace(key, read_cached(component)).first;
  return at->second ? &*at->second : nullptr;
}

void RegistryDocuments::add(const model::Component& component, change::Packument packument) {
  const std::lock_guard lock(mutex_);
  fetched_.try_emplace({component.registry.id, component.name}, std::move(packument));
}

std::vector<std::string> RegistryDocuments::unused() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (const Folder& folder : folders_)
    if (!folder.used) out.push_back(folder.name);
  return out;
}

}  // namespace cordon::app
