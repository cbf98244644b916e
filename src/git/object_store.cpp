#include "git/object_store.h"

#include <algorithm>

#include "base/text.h"
#include "git/loose_object.h"

namespace cordon::git {

Result<ObjectStore> ObjectStore::open(const std::vector<std::string>& folders, const ObjectLimits& limits) {
  ObjectStore store;
  store.limits_ = limits;
  for (const std::string& folder : folders) {
    store.trees_.push_back(TRY_CONTEXT(open_directory(folder), "opening " + text::visible(folder)));
    TRY(store.add_packs(folder, *store.trees_.back()));
  }
  return store;
}

Result<void> ObjectStore::add_packs(const std::string& folder, const FileTree& tree) {
  constexpr std::string_view kIndex = ".idx";
  const auto kind = tree.info("pack");
  if (!kind) return {};  // a repository without packs has no such folder, or an empty one
  if (kind->kind != EntryKind::directory) {
    problems_.push_back("the folder pack is a link or no folder");
    return {};
  }
  for (const DirectoryEntry& entry : TRY(tree.list("pack"))) {
    if (!entry.name.ends_with(kIndex)) continue;
    if (packs_.size() + problems_.size() >= limits_.packs) return fail(ErrorCode::too_many, "too many packs");
    const std::string name = entry.name.substr(0, entry.name.size() - kIndex.size());
    const auto pack = tree.info("pack/" + name + ".pack");
    if (entry.kind != EntryKind::file || !pack || pack->kind != EntryKind::file) {
      problems_.push_back(text::visible(name) + ": a link, or no pack beside its index");
      continue;
    }
    Result<PackFile> opened = PackFile::open(folder + "/pack/" + name, limits_);
    if (opened) packs_.push_back(std::move(*opened));
    else problems_.push_back(text::visible(name) + ": " + text::visible(opened.error().message));
  }
  return {};
}

std::unexpected<Error> ObjectStore::missing(const ObjectId& id) const {
  std::string reason = "the repository has no object " + to_hex(id);
  if (!problems_.empty()) reason += "; not looked into: " + problems_.front();
  if (problems_.size() > 1) reason += ", and " + std::to_string(problems_.size() - 1) + " more packs";
  return fail(ErrorCode::not_found, std::move(reason));
}

Result<RawObject> ObjectStore::read(const ObjectId& id) {
  for (std::size_t tried = 0; tried < packs_.size(); ++tried) {
    const std::size_t at = (last_used_ + tried) % packs_.size();
    const auto offset = packs_[at].index().find(id);
    if (!offset) continue;
    last_used_ = at;
    return packs_[at].read(*offset);
  }
  for (const auto& tree : trees_) {
    Result<RawObject> object = read_loose(*tree, id, limits_);
    if (object || object.error().code != ErrorCode::not_found) return object;
  }
  return missing(id);
}

Result<ObjectHeader> ObjectStore::header(const ObjectId& id) {
  for (const PackFile& pack : packs_)
    if (const auto offset = pack.index().find(id)) return pack.header(*offset);
  for (const auto& tree : trees_) {
    Result<ObjectHeader> header = loose_header(*tree, id, limits_);
    if (header || header.error().code != ErrorCode::not_found) return header;
  }
  return missing(id);
}

std::vector<ObjectId> ObjectStore::with_prefix(std::string_view digits, std::size_t most) const {
  std::vector<ObjectId> found;
  const auto add = [&](const std::vector<ObjectId>& more) { found.insert(found.end(), more.begin(), more.end()); };
  for (const PackFile& pack : packs_) add(pack.index().with_prefix(digits, most));
  for (const auto& tree : trees_) add(loose_with_prefix(*tree, digits, most));
  std::ranges::sort(found);
  const auto repeated = std::ranges::unique(found);
  found.erase(repeated.begin(), repeated.end());
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace cordon::git
