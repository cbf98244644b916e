// One header of a tar archive as node-tar 7 decodes it, which is what npm 11 unpacks with. Facts of version 7.5.22,
// found by reading and by tests/oracle/npm/tar_equality.py.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::archive {

inline constexpr std::size_t kTarBlock = 512;

// What headers before an entry said of it (pax 'x', GNU 'L' and 'K'), or of all that follow (pax 'g').
struct NodeExtra {
  std::optional<std::string> path, link;
  std::optional<double> size;
  // Said at all: then the entry's own field is not decoded, and cannot fail.
  bool has_owner = false, has_group = false, has_changed = false, has_accessed = false, has_created = false;

  // Takes over what `other` says.
  void add(const NodeExtra& other);
};

struct NodeHeader {
  // A number's first byte has the highest bit and is neither 0x80 nor 0xff, or the number is above 2^53: node-tar
  // passes over the block, and does not even end a row of zero blocks for it. Nothing else is set.
  bool is_undecodable = false;
  bool is_zero_block = false;   // all zeros but for the checksum, which may hold any text without a digit
  bool checksum_holds = false;  // the unsigned sum; signed ones of old programs do not count
  char type = '\0';             // '0' also for a zero, '5' for a '0' whose path ends in a slash; '\0' when unknown
  bool has_path = false;        // of its own, by an extra header, or a prefix alone
  std::string path;             // its own, with its prefix
  double size = 0;              // never negative; may be no whole number, or infinite, by a pax header
  std::int64_t mode = 0;
  std::string link;        // its own field, whatever extra headers say
  bool is_plain = true;    // every number is digits with an end, or binary and in range
  bool is_settled = true;  // no zero, prefix or version that other programs read differently

  // Of a file system's object: neither a describing header nor unknown. Only to such an entry extra headers apply.
  static bool is_object(char type);
  // 'x', 'X', 'g', 'L', 'N', 'K'.
  static bool describes(char type);
};

// `block` has 512 bytes.
NodeHeader decode_node_header(std::string_view block, const NodeExtra& extra, const NodeExtra& global);

// The size in the header's own field, when it is one that every program reads the same.
std::optional<std::uint64_t> own_size(std::string_view block);

}  // namespace cordon::archive
