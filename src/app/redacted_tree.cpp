#include "app/redacted_tree.h"

#include "base/credentials.h"

namespace cordon::app {
namespace {

class RedactedTree final : public FileTree {
 public:
  explicit RedactedTree(std::unique_ptr<FileTree> inner) : inner_(std::move(inner)) {}

  Result<std::string> read(std::string_view path, std::uint64_t max_bytes) const override {
    std::string content = without_credentials(TRY(inner_->read(path, max_bytes)));
    if (content.size() > max_bytes) return fail(ErrorCode::too_large, "larger than the limit");
    return content;
  }
  // Of the bytes that stand there: nobody reads a credential out of a digest, and what a client recorded is of them.
  Result<FileDigest> digest(std::string_view path, std::uint64_t max_bytes) const override {
    return inner_->digest(path, max_bytes);
  }
  Result<std::vector<DirectoryEntry>> list(std::string_view path) const override { return inner_->list(path); }
  Result<FileInfo> info(std::string_view path) const override { return inner_->info(path); }
  Result<std::string> read_link(std::string_view path) const override { return inner_->read_link(path); }
  Result<LinkEnd> link_end(std::string_view path) const override { return inner_->link_end(path); }

 private:
  std::unique_ptr<FileTree> inner_;
};

}  // namespace

std::unique_ptr<FileTree> redact(std::unique_ptr<FileTree> tree) {
  return std::make_unique<RedactedTree>(std::move(tree));
}

}  // namespace cordon::app
