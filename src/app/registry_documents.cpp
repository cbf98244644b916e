#include "app/registry_documents.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/sha256.h"
#include "host/artefacts/npm_cache_index.h"

namespace cordon::app {
namespace {

// npm's own key of an answer: make-fetch-happen, lib/cache/key.js.
constexpr const char* kRequestKey = "make-fetch-happen:request-cache:";

// The index of npm's cache has a file a bucket, named by the SHA-256 of the key: cacache, lib/entry-index.js.
std::string bucket_path(const std::string& key) {
  const std::string hex = sha256_hex(key);
  return "index-v5/" + hex.substr(0, 2) + "/" + hex.substr(2, 2) + "/" + hex.substr(4);
}

}  // namespace

std::string document_address(const std::string& archive_address, const std::string& name) {
  const std::string before = "/" + name + "/-/";
  const std::size_t at = archive_address.find(before);
  if (name.empty() || at == std::string::npos || !archive_address.starts_with("https://")) return {};
  std::string encoded = name;
  if (const std::size_t slash = encoded.find('/'); slash != std::string::npos) encoded.replace(slash, 1, "%2f");
  return archive_address.substr(0, at + 1) + encoded;
}

Result<std::unique_ptr<RegistryDocuments>> RegistryDocuments::open(const std::vector<std::string>& folders,
                                                                   const std::string& npm_cache) {
  std::unique_ptr<RegistryDocuments> out(new RegistryDocuments);
  for (const std::string& folder : folders)
    out->folders_.push_back(TRY_CONTEXT(open_directory(folder), "opening what registries said in " + folder));
  std::error_code error;
  if (const std::string cache = npm_cache + "/_cacache";
      !npm_cache.empty() && std::filesystem::is_directory(cache, error))
    if (Result<std::unique_ptr<FileTree>> tree = open_directory(cache)) out->cache_ = std::move(*tree);
  return out;
}

void RegistryDocuments::read_folders() {
  has_read_folders_ = true;
  for (const std::unique_ptr<FileTree>& folder : folders_) {
    const auto entries = folder->list("");
    if (!entries) continue;
    std::size_t count = 0;
    for (const DirectoryEntry& entry : *entries) {
      if (entry.kind != EntryKind::file || !entry.name.ends_with(".json") || count++ == kFiles) continue;
      Result<std::string> text = folder->read(entry.name, kBytes);
      if (!text) continue;
      // Other documents may lie there, too.
      if (Result<change::Packument> packument = change::read_packument(std::move(*text))) {
        std::string name = packument->name;
        read_.try_emplace(std::move(name), std::move(*packument));
      }
    }
  }
}

std::optional<change::Packument> RegistryDocuments::read_cached(const model::Component& component) const {
  if (cache_ == nullptr || !component.resolved) return std::nullopt;
  const std::string address = document_address(*component.resolved, component.name);
  if (address.empty()) return std::nullopt;
  const std::string key = kRequestKey + address, path = bucket_path(key);
  const Result<std::string> bucket = cache_->read(path, kBytes);
  if (!bucket) return std::nullopt;
  const host::CacheIndexFile index = host::read_cache_index(*bucket, path);
  const auto last = std::find_if(index.entries.rbegin(), index.entries.rend(),
                                 [&](const host::CacheEntry& entry) { return entry.key == key; });
  if (last == index.entries.rend() || last->integrity.empty()) return std::nullopt;
  Result<std::string> text = cache_->read(host::content_path(last->integrity), kBytes);
  if (!text) return std::nullopt;
  Result<change::Packument> packument = change::read_packument(std::move(*text));
  if (!packument || packument->name != component.name) return std::nullopt;
  return std::move(*packument);
}

const change::Packument* RegistryDocuments::of(const model::Component& component) {
  if (component.ecosystem != "npm") return nullptr;
  const std::lock_guard lock(mutex_);
  if (!has_read_folders_) read_folders();
  auto at = read_.find(component.name);
  if (at == read_.end()) at = read_.emplace(component.name, read_cached(component)).first;
  return at->second ? &*at->second : nullptr;
}

}  // namespace cordon::app
