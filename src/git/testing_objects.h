// Objects and packs for tests and fuzz targets, written byte by byte: also those that git would never write.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sha1.h"
#include "git/object.h"

namespace cordon::git {
namespace fs = std::filesystem;
}

namespace cordon::git::testing {

inline std::string packed(std::string_view bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  ::compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
             static_cast<uLong>(bytes.size()));
  out.resize(size);
  return out;
}

inline std::string with_header(std::string_view type, std::string_view content) {
  return std::string(type) + " " + std::to_string(content.size()) + std::string(1, '\0') + std::string(content);
}

inline std::string raw_id(std::string_view hex) {
  const auto id = parse_id(hex).value();
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

inline std::string tree_entry(std::string_view mode, std::string_view name, std::string_view hex) {
  return std::string(mode) + " " + std::string(name) + std::string(1, '\0') + raw_id(hex);
}

inline void write_file(const fs::path& path, std::string_view content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << content;
}

// A pack and its index, written entry by entry: gitformat-pack(5).
class PackBuilder {
 public:
  // `kind` as in the pack; `before` is what stands between size and content: the base of a delta.
  std::uint64_t add(const std::string& hex, unsigned kind, std::string_view content, std::string_view before = "") {
    const std::uint64_t offset = pack_.size();
    std::uint64_t size = content.size();
    auto part = static_cast<unsigned char>(kind << 4 | (size & 15));
    for (size >>= 4; size != 0; size >>= 7) {
      pack_ += static_cast<char>(part | 0x80);
      part = size & 0x7f;
    }
    pack_ += static_cast<char>(part);
    pack_ += before;
    pack_ += packed(content);
    offsets_.emplace_back(raw_id(hex), offset);
    return offset;
  }

  std::uint64_t size() const { return pack_.size(); }

  std::string pack() const {
    std::string bytes = pack_;
    bytes.replace(8, 4, number(static_cast<std::uint32_t>(offsets_.size())));
    return bytes + raw_id(sha1_hex(bytes));
  }

  std::string index() const {
    auto sorted = offsets_;
    std::ranges::sort(sorted);
    std::string bytes("\xfftOc\0\0\0\2", 8), ids, offsets;
    for (unsigned first = 0; first < 256; ++first)
      bytes += number(static_cast<std::uint32_t>(std::ranges::count_if(
          sorted, [&](const auto& entry) { return static_cast<unsigned char>(entry.first[0]) <= first; })));
    for (const auto& [id, offset] : sorted) {
      ids += id;
      offsets += number(static_cast<std::uint32_t>(offset));
    }
    bytes += ids + std::string(4 * sorted.size(), '\0') + offsets;
    bytes += pack().substr(pack_.size());
    return bytes + raw_id(sha1_hex(bytes));
  }

  void write(const fs::path& path) const {
    write_file(path.string() + ".pack", pack());
    write_file(path.string() + ".idx", index());
  }

  static std::string number(std::uint32_t value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
  }

 private:
  std::string pack_ = std::string("PACK\0\0\0\2\0\0\0\0", 12);
  std::vector<std::pair<std::string, std::uint64_t>> offsets_;
};

}  // namespace cordon::git::testing
