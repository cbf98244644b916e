#include "app/release_archives.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/archive_tree.h"
#include "app/held_against.h"
#include "base/sha1.h"
#include "crypto/sha512.h"
#include "host/artefacts/npm_cache_index.h"
#include "model/integrity.h"

namespace cordon::app {
namespace {

// As `npm pack` names it: "scope-name-1.0.0.tgz".
std::string file_name(const model::Component& component) {
  std::string out = component.name.starts_with('@') ? component.name.substr(1) : component.name;
  std::ranges::replace(out, '/', '-');
  return out + "-" + component.version + ".tgz";
}

}  // namespace

Result<std::unique_ptr<ReleaseArchives>> ReleaseArchives::open(const std::vector<std::string>& folders,
                                                               const std::string& npm_cache) {
  std::unique_ptr<ReleaseArchives> out(new ReleaseArchives);
  for (const std::string& folder : folders) {
    out->folders_.push_back(TRY_CONTEXT(open_directory(folder), "opening the archives in " + folder));
    out->readable_.push_back(folder);
    out->used_.push_back(false);
  }
  std::error_code error;
  if (const std::string cache = npm_cache + "/_cacache";
      !npm_cache.empty() && std::filesystem::is_directory(cache, error))
    if (Result<std::unique_ptr<FileTree>> tree = open_directory(cache)) {
      out->cache_ = std::move(*tree);
      out->readable_.push_back(cache);
    }
  return out;
}

void ReleaseArchives::index() {
  indexed_ = true;
  for (std::size_t folder = 0; folder < folders_.size(); ++folder) {
    const auto entries = folders_[folder]->list("");
    if (!entries) continue;
    std::size_t count = 0;
    for (const DirectoryEntry& entry : *entries) {
      if (entry.kind != EntryKind::file || !entry.name.ends_with(".tgz") || count++ == kFiles) continue;
      by_name_.emplace(entry.name, File{folder, entry.name});
      const Result<std::string> bytes = folders_[folder]->read(entry.name, kPackedBytes);
      if (!bytes) continue;
      using model::DigestAlgorithm;
      by_digest_.emplace(model::integrity_of_hex(DigestAlgorithm::sha512, crypto::sha512_hex(*bytes)),
                         File{folder, entry.name});
      by_digest_.emplace(model::integrity_of_hex(DigestAlgorithm::sha1, sha1_hex(*bytes)), File{folder, entry.name});
    }
  }
}

// The bytes of the release's archive.
std::optional<std::string> ReleaseArchives::find(const model::Component& component) {
  const auto bytes_of = [&](const FileTree& tree, const std::string& path) -> std::optional<std::string> {
    Result<std::string> bytes = tree.read(path, kPackedBytes);
    const auto holds = [&](const std::string& integrity) { return has_integrity(*bytes, integrity); };
    if (!bytes || (!component.integrity.empty() && std::ranges::none_of(component.integrity, holds)))
      return std::nullopt;
    return std::move(*bytes);
  };
  const auto bytes_in = [&](const File& file) {
    auto bytes = bytes_of(*folders_[file.folder], file.path);
    if (bytes) used_[file.folder] = true;
    return bytes;
  };
  if (!indexed_) index();
  for (const std::string& text : component.integrity)
    for (const model::IntegrityHash& hash : model::parse_integrity(text)) {
      if (const auto at = by_digest_.find(hash.sri); at != by_digest_.end())
        if (auto bytes = bytes_in(at->second)) return bytes;
      if (cache_ == nullptr) continue;
      if (const std::string path = host::content_path(hash.sri); !path.empty())
        if (auto bytes = bytes_of(*cache_, path)) return bytes;
    }
  if (!component.integrity.empty()) return std::nullopt;
  const auto [first, last] = by_name_.equal_range(file_name(component));
  for (auto at = first; at != last; ++at)
    if (auto bytes = bytes_in(at->second)) return bytes;
  return std::nullopt;
}

std::vector<std::string> ReleaseArchives::unused() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < used_.size(); ++i)
    if (!used_[i]) out.push_back(readable_[i]);
  return out;
}

std::optional<change::PackageFacts> ReleaseArchives::read(const model::Component& component) {
  const std::optional<std::string> bytes = find(component);
  if (!bytes) return std::nullopt;
  const auto tree = open_archive(*bytes, kUnpackedBytes);
  if (!tree) return std::nullopt;
  Result<change::PackageFacts> facts = change::read_package(**tree, "");
  if (!facts) return std::nullopt;
  // Without a digest only the manifest says whose archive it is.
  if (component.integrity.empty() && (facts->name != component.name || facts->version != component.version))
    return std::nullopt;
  return std::move(*facts);
}

const change::PackageFacts* ReleaseArchives::of(const model::Component& component) {
  if (component.ecosystem != "npm") return nullptr;
  std::string key = component.purl;
  for (const std::string& integrity : component.integrity) key += " " + integrity;
  const std::lock_guard lock(mutex_);
  auto at = read_.find(key);
  if (at == read_.end()) at = read_.emplace(std::move(key), read(component)).first;
  return at->second ? &*at->second : nullptr;
}

}  // namespace cordon::app
