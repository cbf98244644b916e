// The entries of a tar archive that node-tar 7 hands to npm, and where other programs would see others. It takes
// everything that node-tar takes: it looks for headers in what follows a damaged one, applies pax headers of one entry
// and of all, and lets a size there count. What npm then does with the entries is npm_unpack's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/npm_oddity.h"
#include "base/result.h"

namespace cordon::archive {

struct NodeEntry {
  char type = '0';  // '0' to '7' and 'D'
  std::string path;
  std::int64_t mode = 0;
  std::string link;          // where it leads, of a link; of others what describing headers say
  std::size_t climbs = 0;    // how many folders above its own the link leads that an extra header gave it
  std::string_view content;  // a view into the archive
  std::uint64_t offset = 0;  // of its header
};

struct NodeTarLimits {
  std::uint32_t entries = 200'000;
  std::uint32_t headers = 2'000'000;  // blocks taken for headers: of entries, describing ones and damaged ones
};

struct NodeTar {
  std::vector<NodeEntry> entries;  // in order of the archive
  // npm installs nothing of such an archive: truncated (ends inside an entry), syntax (no valid entry at all).
  std::optional<Error> refused;
  // Our limits ended the reading: too_many. What stands before was read.
  std::optional<Error> cut;
};

// `archive` is the unpacked tar and must outlive the entries. Linear in its size.
NodeTar read_node_tar(std::string_view archive, const NodeTarLimits& limits, Oddities& oddities);

}  // namespace cordon::archive
