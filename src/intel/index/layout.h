// The advisory index: one file, read in place (docs/index-format.md).
//
//   Header, padded to kBodyOffset | body: the sections one after another | directory: a Section each, then the
//   CRC-32 of each block of kBlockBytes of the body
//
// Header and directory are checked when the file is opened, a block when it is first touched, the whole by SHA-256 when
// it is built, updated or verified. Numbers are little-endian.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cordon::intel::index_layout {

inline constexpr std::array<char, 8> kMagic = {'C', 'D', 'N', 'I', 'N', 'D', 'E', 'X'};
inline constexpr std::uint32_t kVersion = 3;
inline constexpr std::uint64_t kBodyOffset = 4096, kBlockBytes = 1 << 16;

enum SectionId : std::uint32_t {
  kEcosystems,   // texts
  kNameBuckets,  // std::uint32_t: first name row of each bucket, and the number of rows
  kNameRows,     // NameRow, by hash
  kNameTexts,    // ecosystem, then the name as a text
  kAffected,     // of each name, in the order of the rows
  kPoolRows,     // std::uint32_t: place in kPoolTexts
  kPoolTexts,    // texts that many records share: versions and CVSS vectors
  kRecordRows,   // RecordRow, by key
  kHeadPlaces,   // std::uint32_t: place in kRecordHeads of every kHeadsInGroup-th record
  kRecordHeads,  // what is needed of every hit, in the order of the rows
  kForeignIds,   // texts: ids that have no key of their own form
  kFrameRows,    // FrameRow
  kFrames,       // texts of advisories, packed with zstd
  kThreats,      // ThreatRow, by key
  kSources,      // JSON: where the records come from, and when
  kSignatures,   // JSON: what libraries are recognised by in files
  kSections
};

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t version = kVersion;
  std::uint32_t sections = kSections;
  std::uint64_t file_bytes = 0;
  std::uint64_t directory_offset = 0;
  std::uint32_t directory_crc = 0;
  std::uint32_t reserved = 0;
  std::array<std::uint8_t, 32> sha256{};  // of everything behind the header's padding
  std::uint32_t reserved_2 = 0;
  std::uint32_t header_crc = 0;  // of the bytes before it
};
static_assert(sizeof(Header) == 80);

struct Section {
  std::uint64_t offset = 0, bytes = 0;
};

struct NameRow {
  std::uint32_t text = 0;      // place in kNameTexts, and above kNameBits the lowest bits of the hash
  std::uint32_t affected = 0;  // place in kAffected; ends where the next row's begins
};
inline constexpr int kNameBits = 28;  // 256 MB of names
inline constexpr std::uint32_t kNameMask = (1u << kNameBits) - 1;

struct RecordRow {
  std::uint32_t key_low = 0, key_high = 0;
  std::uint32_t modified = 0;  // unix seconds

  std::uint64_t key() const { return std::uint64_t{key_high} << 32 | key_low; }
};
static_assert(sizeof(RecordRow) == 12);
inline constexpr std::uint32_t kHeadsInGroup = 8;  // as many are passed over, at most, for one that is wanted

struct FrameRow {
  std::uint32_t offset = 0;  // in kFrames; ends where the next row's begins
  std::uint32_t bytes = 0;   // unpacked
  std::uint32_t first = 0;   // number of its first text; texts are numbered through all frames
};

struct ThreatRow {
  std::uint64_t key = 0;            // of a CVE
  std::uint32_t probability = 0;    // EPSS, in 1/100000
  std::uint32_t percentile = 0;     // EPSS, in 1/100000
  std::uint32_t exploited_day = 0;  // KEV: days since 1970-01-01 when it was listed; 0: not listed
  std::uint32_t flags = 0;
};
inline constexpr std::uint32_t kHasProbability = 1, kRansomware = 2;

// What the number behind an affected entry's record holds.
inline constexpr std::uint64_t kEveryVersion = 1;  // one range, introduced at 0 and never ended
inline constexpr std::uint64_t kRanges = 2, kVersions = 4, kGitRanges = 8;

// FNV-1a, 64 bits, of a package's ecosystem and name.
constexpr std::uint64_t hash_name(std::uint8_t ecosystem, std::string_view name) {
  std::uint64_t state = (0xcbf29ce484222325ull ^ ecosystem) * 0x100000001b3ull;
  for (const char c : name) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return state ^ state >> 32;
}

}  // namespace cordon::intel::index_layout
