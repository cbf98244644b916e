#include "app/mounted_tree.h"

#include <optional>

namespace cordon::app {
namespace {

class MountedTree final : public FileTree {
 public:
  MountedTree(std::unique_ptr<FileTree> tree, std::string name) : tree_(std::move(tree)), name_(std::move(name)) {}

  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override {
    if (path.empty()) return std::vector<DirectoryEntry>{{name_, EntryKind::directory}};
    const auto inside = below(path);
    return inside ? tree_->list(*inside) : outside();
  }
  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    const auto inside = below(path);
    if (!inside) return fail(ErrorCode::not_found, "not below the folder that was given");
    return tree_->read(*inside, max_bytes);
  }
  Result<FileDigest> digest(std::string_view path, std::uint64_t max_bytes) const override {
    const auto inside = below(path);
    if (!inside) return fail(ErrorCode::not_found, "not below the folder that was given");
    return tree_->digest(*inside, max_bytes);
  }
  Result<FileInfo> info(std::string_view path) const override {
    if (path.empty()) return FileInfo{EntryKind::directory, 0};
    const auto inside = below(path);
    if (inside && inside->empty()) return FileInfo{EntryKind::directory, 0};
    return inside ? tree_->info(*inside) : outside();
  }
  Result<std::string> read_link(std::string_view path) const override {
    const auto inside = below(path);
    return inside ? tree_->read_link(*inside) : outside();
  }
  Result<LinkEnd> link_end(std::string_view path) const override {
    const auto inside = below(path);
    if (!inside) return outside();
    LinkEnd end = TRY(tree_->link_end(*inside));
    if (end.inside) end.inside = end.inside->empty() ? name_ : name_ + "/" + *end.inside;
    return end;
  }

 private:
  std::optional<std::string_view> below(std::string_view path) const {
    if (!path.starts_with(name_)) return std::nullopt;
    path.remove_prefix(name_.size());
    if (path.empty()) return path;
    if (path.front() != '/') return std::nullopt;
    return path.substr(1);
  }
  static std::unexpected<Error> outside() { return fail(ErrorCode::outside_root, "outside the folder that was given"); }

  std::unique_ptr<FileTree> tree_;
  std::string name_;
};

}  // namespace

std::unique_ptr<FileTree> mount(std::unique_ptr<FileTree> tree, std::string name) {
  return std::make_unique<MountedTree>(std::move(tree), std::move(name));
}

}  // namespace cordon::app
