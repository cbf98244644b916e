#include "app/archive_tree.h"

#include <algorithm>
#include <map>
#include <utility>

#include "archive/inflate.h"
#include "archive/tar_read.h"

namespace cordon::app {

std::string below_first(std::string_view path) {
  std::string out;
  bool is_first = true;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (!is_first) out += (out.empty() ? "" : "/") + std::string(part);
    is_first = false;
  }
  return out;
}

Result<std::unique_ptr<FileTree>> open_archive(std::string_view bytes, std::uint64_t most_unpacked) {
  const std::string unpacked = TRY(archive::gunzip(bytes, most_unpacked));
  archive::TarList list = archive::read_tar(unpacked);
  if (list.cut) return std::unexpected(*list.cut);
  std::map<std::string, std::string, std::less<>> files;
  for (const archive::TarEntry& entry : list.entries) {
    if (entry.kind != archive::TarKind::file || entry.path.starts_with('/')) continue;
    const std::string path = below_first(entry.path);
    const std::string around = "/" + path + "/";
    if (path.empty() || around.find("/../") != std::string::npos) continue;
    files.insert_or_assign(path, std::string(entry.content));
  }
  return std::make_unique<MemoryTree>(std::move(files));
}

}  // namespace cordon::app
