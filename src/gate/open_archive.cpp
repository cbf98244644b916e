#include "gate/open_archive.h"

#include "archive/npm_unpack.h"
#include "gate/peek_codec.h"

namespace cordon::gate {
namespace {

constexpr std::string_view kManifest = "package.json";

}  // namespace

std::string open_archive(std::string_view archive) {
  ArchiveFacts facts;
  const Result<archive::NpmArchive> opened = archive::open_as_npm(archive);
  if (!opened) {
    facts.unopened = opened.error().describe();
    return write_facts(facts);
  }
  const archive::NpmTree& tree = opened->tree;
  for (const archive::Oddity& one : tree.oddities) facts.oddities.push_back({one.kind, one.path, one.detail});
  if (tree.refused) facts.unopened = tree.refused->describe();
  if (tree.cut) facts.unopened = tree.cut->describe();
  std::vector<inspect::PackageFile> files;
  files.reserve(tree.files.size());
  for (const archive::NpmFile& file : tree.files) {
    files.push_back({file.path, file.mode, file.content});
    if (file.path == kManifest) facts.manifest = file.content;
  }
  facts.peek = inspect::peek(files);
  return write_facts(facts);
}

}  // namespace cordon::gate
