// Entries of a tar archive (POSIX ustar and pax, IEEE Std 1003.1, with GNU's long names), read in place. It lists: what
// an entry would do when it is unpacked is for others to judge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::archive {

enum class TarKind : std::uint8_t { file, hard_link, symlink, directory, other };

struct TarEntry {
  std::string path;  // as the archive has it: may be absolute, hold "..", or stand twice
  TarKind kind = TarKind::file;
  std::uint32_t mode = 0;    // permission bits
  std::string link;          // of links: where to
  std::string_view content;  // of files; a view into the archive
};

struct TarLimits {
  std::uint32_t entries = 200'000;
  std::uint32_t header_bytes = 1u << 20;  // of one pax header or long name
};

struct TarList {
  std::vector<TarEntry> entries;  // in order of the archive
  // Why the end was not reached: truncated, syntax (a header whose checksum is not its own, a size that is no number),
  // too_many, too_large. What stands before it was read.
  std::optional<Error> cut;
};

// `archive` is the unpacked tar; it must outlive the list. Two blocks of zeros, or the end of the bytes after a whole
// entry, end it; one block of zeros is passed over, as npm does.
TarList read_tar(std::string_view archive, const TarLimits& limits = {});

}  // namespace cordon::archive
