// Zip archives (PKWARE APPNOTE 6.3.3) held in memory, read by their central directory: what it does not list is not
// read, and what it says is held against each entry's own header. Stored and deflated entries, Zip64; no encryption, no
// archives in several parts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace cordon::archive {

struct ZipLimits {
  std::uint64_t entries = 4'000'000;
  std::uint64_t entry_bytes = 64ull << 20;  // of one entry, unpacked
  std::uint64_t total_bytes = 8ull << 30;   // of all entries together, unpacked, as the directory says
};

struct ZipEntry {
  std::string_view name;  // as written: any bytes, also "../x"; a view into the archive
  std::uint64_t packed_bytes = 0, bytes = 0;
  std::uint64_t header = 0;  // offset of its own header in the archive
  std::uint32_t crc32 = 0;
  std::uint16_t method = 0;  // 0 stored, 8 deflated
  std::uint16_t flags = 0;

  bool is_directory() const { return name.ends_with('/'); }
};

// Safe to read from several threads.
class ZipArchive {
 public:
  // `bytes` must outlive the archive. Fails with truncated, syntax, too_many, too_large, unsupported_format (several
  // parts) or invalid_value (entries that overlap, which only bombs do).
  static Result<ZipArchive> open(std::string_view bytes, const ZipLimits& limits = {});

  const std::vector<ZipEntry>& entries() const { return entries_; }  // in the directory's order

  // The content of one entry into `out`. Fails with too_large, truncated, syntax (does not inflate, or to another
  // size), invalid_value (another checksum, or a header that contradicts the directory) or unsupported_format (another
  // method, encrypted).
  Result<void> extract(const ZipEntry& entry, std::string& out) const;

 private:
  explicit ZipArchive(std::string_view bytes, const ZipLimits& limits) : bytes_(bytes), limits_(limits) {}
  std::string_view bytes_;
  ZipLimits limits_;
  std::vector<ZipEntry> entries_;
};

}  // namespace cordon::archive
