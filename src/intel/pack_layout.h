// The compact form of incident packs: one block of bytes, read in place.
//
//   Header | texts' bytes | tables, each an array of the rows below
//
// Numbers are 32-bit in the byte order of the machine that wrote the block (Header::order tells). A text is an index
// into the table `texts`; equal texts are stored once. A list is a slice of the table `lists`, whose elements are
// texts. Entries are sorted by ecosystem and name, so that those of one package stand together. The two hash tables
// have a power of two of slots, at most half of them used, and are probed linearly; 0 is an empty slot.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cordon::intel::layout {

inline constexpr std::array<char, 8> kMagic = {'C', 'D', 'N', 'P', 'A', 'C', 'K', '1'};
inline constexpr std::uint32_t kOrder = 0x01020304;

enum Table : std::uint32_t {
  text_bytes,       // char
  texts,            // Text
  lists,            // std::uint32_t: text
  packs,            // Pack, sorted by id
  entries,          // Entry
  releases,         // Release
  last_good,        // LastGood
  indicators,       // Indicator
  traces,           // Trace
  name_slots,       // std::uint32_t: 1 + first entry of a package
  integrity_slots,  // IntegritySlot
  kTables
};

struct Slice {
  std::uint32_t first = 0, count = 0;
};

struct Header {
  std::array<char, 8> magic = kMagic;
  std::uint32_t order = kOrder;
  std::uint32_t bytes = 0;                      // of the whole block
  std::array<std::uint32_t, kTables> offset{};  // of each table, from the start of the block
  std::array<std::uint32_t, kTables> count{};   // rows of each table
};

struct Text {
  std::uint32_t offset = 0, length = 0;  // in text_bytes
};

struct Pack {
  std::uint32_t id = 0, title = 0, date = 0, updated = 0, window_start = 0, window_end = 0, summary = 0;
  std::uint32_t confidence = 0;
  Slice sources, aliases, tags, recovery;  // of lists
  Slice last_good, indicators, traces;     // of the tables of these names
};

struct Entry {
  std::uint32_t ecosystem = 0, name = 0, note = 0;
  std::uint32_t pack = 0, confidence = 0;
  Slice aliases;   // of lists
  Slice releases;  // of the table of this name
};

struct Release {
  std::uint32_t version = 0, entry = 0;
  Slice integrity;  // of lists
};

struct LastGood {
  std::uint32_t ecosystem = 0, name = 0, version = 0, below = 0;
};

struct Indicator {
  std::uint32_t kind = 0, confidence = 0, value = 0, source = 0, note = 0;
};

struct Trace {
  std::uint32_t ecosystem = 0, name = 0, version = 0, version_after = 0;
  Slice hook_files, decoy_files;  // of lists
};

struct IntegritySlot {
  std::uint32_t text = 0;     // the SRI string
  std::uint32_t release = 0;  // 1 + index
};

// FNV-1a, 64 bits. Not against adversaries: the slots are written at build time or from a file the user chose.
constexpr std::uint64_t hash(std::string_view text, std::uint64_t state = 0xcbf29ce484222325ull) {
  for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return state ^ state >> 29;
}

constexpr std::uint64_t hash_name(std::string_view ecosystem, std::string_view name) {
  return hash(name, hash(ecosystem));
}

}  // namespace cordon::intel::layout
