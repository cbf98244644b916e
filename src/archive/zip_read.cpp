#include "archive/zip_read.h"

#include <algorithm>

#include "archive/inflate.h"
#include "archive/little_endian.h"
#include "base/text.h"

namespace cordon::archive {
namespace {

// Signatures and sizes without the parts that vary (APPNOTE 4.3).
constexpr std::uint32_t kEntryHeader = 0x04034b50, kDirectoryRow = 0x02014b50, kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr std::uint64_t kEntryHeaderBytes = 30, kDirectoryRowBytes = 46, kEndBytes = 22, kEnd64Bytes = 56;
constexpr std::uint64_t kEnd64LocatorBytes = 20, kMaxComment = 0xffff;
constexpr std::uint32_t kIn64 = 0xffffffff;  // the value stands in the Zip64 field
constexpr std::uint16_t kStored = 0, kDeflated = 8, kEncrypted = 1, kZip64Field = 1;

struct End {
  std::uint64_t entries = 0, directory_bytes = 0, directory = 0;
};

Result<End> read_end64(std::string_view bytes, std::uint64_t locator) {
  const std::uint64_t at = u64(bytes, locator + 8);
  if (at > locator || locator - at < kEnd64Bytes || u32(bytes, at) != kEnd64)
    return fail(ErrorCode::syntax, "the Zip64 end of the zip archive is not where it should be");
  if (u32(bytes, at + 16) != 0 || u32(bytes, at + 20) != 0)
    return fail(ErrorCode::unsupported_format, "a zip archive in several parts");
  return End{u64(bytes, at + 32), u64(bytes, at + 40), u64(bytes, at + 48)};
}

// The last end record whose comment reaches exactly to the end: anything else is text that looks like one.
Result<End> find_end(std::string_view bytes) {
  if (bytes.size() < kEndBytes) return fail(ErrorCode::truncated, "too short for a zip archive");
  const std::uint64_t last = bytes.size() - kEndBytes;
  for (std::uint64_t back = 0; back <= std::min(last, kMaxComment); ++back) {
    const std::uint64_t at = last - back;
    if (u32(bytes, at) != kEnd || u16(bytes, at + 20) != back) continue;
    if (at >= kEnd64LocatorBytes && u32(bytes, at - kEnd64LocatorBytes) == kEnd64Locator)
      return read_end64(bytes, at - kEnd64LocatorBytes);
    if (u16(bytes, at + 4) != 0 || u16(bytes, at + 6) != 0)
      return fail(ErrorCode::unsupported_format, "a zip archive in several parts");
    return End{u16(bytes, at + 10), u32(bytes, at + 12), u32(bytes, at + 16)};
  }
  return fail(ErrorCode::truncated, "no end of a zip archive: the file is cut off, or is none");
}

// Sizes and offset that do not fit into 32 bits (APPNOTE 4.5.3).
Result<void> read_zip64(std::string_view extra, ZipEntry& entry) {
  while (extra.size() >= 4) {
    const std::uint16_t id = u16(extra, 0), size = u16(extra, 2);
    extra.remove_prefix(4);
    if (size > extra.size()) break;
    if (id != kZip64Field) {
      extra.remove_prefix(size);
      continue;
    }
    std::string_view field = extra.substr(0, size);
    for (std::uint64_t* value : {&entry.bytes, &entry.packed_bytes, &entry.header}) {
      if (*value != kIn64) continue;
      if (field.size() < 8) return fail(ErrorCode::syntax, "a Zip64 field is cut off: " + text::visible(entry.name));
      *value = u64(field, 0);
      field.remove_prefix(8);
    }
    return {};
  }
  return fail(ErrorCode::syntax, "a Zip64 field is missing: " + text::visible(entry.name));
}

Result<ZipEntry> read_row(std::string_view directory, std::uint64_t& at) {
  if (directory.size() - at < kDirectoryRowBytes || u32(directory, at) != kDirectoryRow)
    return fail(ErrorCode::syntax, "the directory of the zip archive is damaged");
  ZipEntry entry;
  entry.flags = u16(directory, at + 8);
  entry.method = u16(directory, at + 10);
  entry.crc32 = u32(directory, at + 16);
  entry.packed_bytes = u32(directory, at + 20);
  entry.bytes = u32(directory, at + 24);
  entry.header = u32(directory, at + 42);
  const std::uint64_t name = u16(directory, at + 28), extra = u16(directory, at + 30),
                      comment = u16(directory, at + 32);
  at += kDirectoryRowBytes;
  if (directory.size() - at < name + extra + comment)
    return fail(ErrorCode::truncated, "the directory of the zip archive is cut off");
  entry.name = directory.substr(at, name);
  if (entry.bytes == kIn64 || entry.packed_bytes == kIn64 || entry.header == kIn64)
    TRY(read_zip64(directory.substr(at + name, extra), entry));
  at += name + extra + comment;
  return entry;
}

// Every entry lies before the directory, and none inside another: bombs reuse the same packed bytes.
Result<void> check_places(const std::vector<ZipEntry>& entries, std::uint64_t directory) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> places;
  places.reserve(entries.size());
  for (const ZipEntry& entry : entries) {
    if (entry.header > directory || directory - entry.header < kEntryHeaderBytes ||
        directory - entry.header - kEntryHeaderBytes < entry.packed_bytes)
      return fail(ErrorCode::syntax, "an entry lies outside the zip archive: " + text::visible(entry.name));
    places.emplace_back(entry.header, entry.header + kEntryHeaderBytes + entry.packed_bytes);
  }
  std::ranges::sort(places);
  for (std::size_t i = 1; i < places.size(); ++i)
    if (places[i].first < places[i - 1].second)
      return fail(ErrorCode::invalid_value, "entries of the zip archive overlap");
  return {};
}

}  // namespace

Result<ZipArchive> ZipArchive::open(std::string_view bytes, const ZipLimits& limits) {
  const End end = TRY(find_end(bytes));
  if (end.entries > limits.entries) return fail(ErrorCode::too_many, "too many entries in the zip archive");
  if (end.directory > bytes.size() || bytes.size() - end.directory < end.directory_bytes ||
      end.directory_bytes / kDirectoryRowBytes < end.entries)
    return fail(ErrorCode::syntax, "the directory of the zip archive lies outside it");
  const std::string_view directory = bytes.substr(end.directory, end.directory_bytes);
  ZipArchive archive(bytes, limits);
  archive.entries_.reserve(end.entries);
  std::uint64_t total = 0;
  for (std::uint64_t i = 0, at = 0; i < end.entries; ++i) {
    const ZipEntry entry = TRY(read_row(directory, at));
    total += std::min(entry.bytes, limits.total_bytes);
    if (total > limits.total_bytes)
      return fail(ErrorCode::too_large, "the zip archive unpacks to more than is allowed");
    archive.entries_.push_back(entry);
  }
  TRY(check_places(archive.entries_, end.directory));
  return archive;
}

Result<void> ZipArchive::extract(const ZipEntry& entry, std::string& out) const {
  if (entry.bytes > limits_.entry_bytes) return fail(ErrorCode::too_large, "unpacks to more than is allowed");
  if ((entry.flags & kEncrypted) != 0) return fail(ErrorCode::unsupported_format, "is encrypted");
  if (u32(bytes_, entry.header) != kEntryHeader) return fail(ErrorCode::syntax, "no entry where the directory says");
  const std::uint64_t name = u16(bytes_, entry.header + 26), extra = u16(bytes_, entry.header + 28);
  const std::uint64_t start = entry.header + kEntryHeaderBytes;
  if (bytes_.size() - start < name + extra || bytes_.size() - start - name - extra < entry.packed_bytes)
    return fail(ErrorCode::truncated, "ends behind the end of the zip archive");
  if (bytes_.substr(start, name) != entry.name || u16(bytes_, entry.header + 8) != entry.method)
    return fail(ErrorCode::invalid_value, "its own header contradicts the directory");
  const std::string_view packed = bytes_.substr(start + name + extra, entry.packed_bytes);
  if (entry.method == kStored) {
    if (entry.bytes != entry.packed_bytes) return fail(ErrorCode::syntax, "is stored with two sizes");
    out.assign(packed);
  } else if (entry.method == kDeflated) {
    TRY(inflate(packed, entry.bytes, out));
  } else {
    return fail(ErrorCode::unsupported_format, "is packed by method " + std::to_string(entry.method));
  }
  if (crc32(out) != entry.crc32) return fail(ErrorCode::invalid_value, "its checksum is wrong");
  return {};
}

}  // namespace cordon::archive
