#include "app/archive_tree.h"

#include <map>
#include <utility>

#include "archive/npm_unpack.h"

namespace cordon::app {

Result<std::unique_ptr<FileTree>> open_archive(std::string_view bytes, std::uint64_t most_unpacked) {
  archive::GunzipLimits limits;
  limits.bytes = most_unpacked;
  const archive::NpmArchive opened = TRY(archive::open_as_npm(bytes, limits));
  if (opened.tree.refused) return std::unexpected(*opened.tree.refused);
  if (opened.tree.cut) return std::unexpected(*opened.tree.cut);
  std::map<std::string, std::string, std::less<>> files;
  for (const archive::NpmFile& file : opened.tree.files) files.insert_or_assign(file.path, std::string(file.content));
  return std::make_unique<MemoryTree>(std::move(files));
}

}  // namespace cordon::app
