#include "app/cached_archive.h"

#include <algorithm>

#include "app/held_against.h"
#include "archive/inflate.h"
#include "archive/npm_unpack.h"
#include "archive/tar_read.h"
#include "base/json.h"
#include "base/sha256.h"

namespace cordon::app {
namespace {

constexpr std::uint64_t kPackedBytes = 256u << 20;
// What package clients run when it is installed, in their order.
constexpr std::string_view kLifecycle[] = {"preinstall", "install", "postinstall", "prepublish", "prepare"};

void read_scripts(std::string_view manifest, model::RecoveredArchive& out) {
  const auto document = json::parse(std::string(manifest));
  if (!document) return;
  for (const std::string_view event : kLifecycle)
    if (const auto script = document->root()["scripts"][event].string())
      out.scripts.push_back({std::string(event), std::string(*script)});
}

}  // namespace

Result<model::RecoveredArchive> read_cached_archive(const FileTree& tree, const std::string& path,
                                                    const std::string& display_path, const std::string& purl,
                                                    const std::string& integrity, std::uint64_t most_unpacked,
                                                    std::vector<model::FileUnread>& unread) {
  const std::string bytes = TRY(tree.read(path, kPackedBytes));
  model::RecoveredArchive out;
  out.purl = purl;
  out.path = display_path;
  out.integrity = integrity;
  out.verified = has_integrity(bytes, integrity);
  out.sha256 = sha256_hex(bytes);
  out.size = bytes.size();
  const auto skip = [&](const Error& error) {
    unread.push_back({display_path, 0, std::string(to_string(error.code)), "not listed: " + error.message, true});
  };
  const Result<std::string> unpacked = archive::gunzip(bytes, most_unpacked);
  if (!unpacked) {
    skip(unpacked.error());
    return out;
  }
  const archive::TarList list = archive::read_tar(*unpacked);
  if (list.cut) skip(*list.cut);
  for (const archive::TarEntry& entry : list.entries) {
    if (entry.kind == archive::TarKind::directory) continue;
    out.files.push_back({entry.path, entry.content.size(), sha256_hex(entry.content)});
  }
  // Listed is what the archive holds; run is what npm makes of it.
  bool has_gyp = false;
  for (const archive::NpmFile& file : archive::unpack_as_npm(*unpacked).files) {
    if (file.path == "package.json") read_scripts(file.content, out);
    has_gyp = has_gyp || file.path == "binding.gyp";
  }
  const bool has_install = std::ranges::any_of(out.scripts, [](const model::ArchiveScript& script) {
    return script.event == "install" || script.event == "preinstall";
  });
  if (has_gyp && !has_install) out.scripts.push_back({"install", "node-gyp rebuild (for its binding.gyp)"});
  return out;
}

}  // namespace cordon::app
