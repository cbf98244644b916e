#include "app/overlay_tree.h"

namespace cordon::app {
namespace {

class OverlayTree final : public FileTree {
 public:
  OverlayTree(const FileTree& tree, std::map<std::string, std::string, std::less<>> changed)
      : tree_(tree), changed_(std::move(changed)) {}

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override { return tree_.list(path); }
  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    const auto found = changed_.find(path);
    if (found == changed_.end()) return tree_.read(path, max_bytes);
    if (found->second.size() > max_bytes) return fail(ErrorCode::too_large, "larger than the limit");
    return found->second;
  }
  Result<FileDigest> digest(std::string_view path, std::uint64_t max_bytes) const override {
    if (changed_.contains(path)) return FileTree::digest(path, max_bytes);
    return tree_.digest(path, max_bytes);
  }
  Result<FileInfo> info(std::string_view path) const override {
    const auto found = changed_.find(path);
    if (found == changed_.end()) return tree_.info(path);
    return FileInfo{EntryKind::file, found->second.size()};
  }
  Result<std::string> read_link(std::string_view path) const override { return tree_.read_link(path); }
  Result<LinkEnd> link_end(std::string_view path) const override { return tree_.link_end(path); }

 private:
  const FileTree& tree_;
  std::map<std::string, std::string, std::less<>> changed_;
};

}  // namespace

std::unique_ptr<FileTree> overlay(const FileTree& tree, std::map<std::string, std::string, std::less<>> changed) {
  return std::make_unique<OverlayTree>(tree, std::move(changed));
}

}  // namespace cordon::app
