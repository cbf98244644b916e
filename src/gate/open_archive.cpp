#include "gate/open_archive.h"

#include "archive/npm_unpack.h"
#include "gate/peek_codec.h"
#include "gate/shrinkwrap.h"
#include "gate/two_packages.h"

namespace cordon::gate {
namespace {

constexpr std::string_view kManifest = "package.json";
constexpr std::uint32_t kMostOddities = 200'000;  // of a kind, as many as entries

}  // namespace

std::string open_archive(std::string_view archive) {
  ArchiveFacts facts;
  // All that is odd is weighed: what is harmless must not hide what is not.
  const Result<archive::NpmArchive> opened =
      archive::open_as_npm(archive, {.bytes = kMostUnpacked}, {.oddities_of_a_kind = kMostOddities});
  if (!opened) {
    facts.unopened = opened.error().describe();
    return write_facts(facts);
  }
  const archive::NpmTree& tree = opened->tree;
  if (tree.refused) facts.unopened = tree.refused->describe();
  if (tree.cut) facts.unopened = tree.cut->describe();
  std::vector<inspect::PackageFile> files;
  std::string_view shrinkwrap, lockfile;
  files.reserve(tree.files.size());
  for (const archive::NpmFile& file : tree.files) {
    files.push_back({file.path, file.mode, file.content});
    if (file.path == kManifest) facts.manifest = file.content;
    if (file.path == kShrinkwrap) shrinkwrap = file.content;
    if (file.path == kLockfile) lockfile = file.content;
  }
  facts.locked = locked_packages(shrinkwrap, lockfile);
  facts.peek = inspect::peek(files);
  facts.oddities = weighed_oddities(tree, facts.peek);
  return write_facts(facts);
}

}  // namespace cordon::gate
