// What a repository holds: commits, trees, blobs and tags, each named by the SHA-1 of what it is.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace cordon::git {

struct ObjectId {
  std::array<std::uint8_t, 20> bytes{};
  auto operator<=>(const ObjectId&) const = default;
};

struct ObjectIdHash {
  std::size_t operator()(const ObjectId& id) const {
    std::size_t start = 0;  // the id is a digest: any part of it spreads well
    std::memcpy(&start, id.bytes.data(), sizeof start);
    return start;
  }
};

constexpr std::size_t kIdDigits = 40;

// 40 digits in lower or upper case, else nothing.
std::optional<ObjectId> parse_id(std::string_view text);
std::string to_hex(const ObjectId& id);

enum class ObjectType : std::uint8_t { commit = 1, tree = 2, blob = 3, tag = 4 };  // git's own numbers
std::string_view to_string(ObjectType type);

struct ObjectHeader {
  ObjectType type = ObjectType::blob;
  std::uint64_t size = 0;
};

struct RawObject {
  ObjectType type = ObjectType::blob;
  std::string bytes;
};

// What one object may use up. The limit on bytes also holds for every object that it is a delta of; the sum of those of
// one chain may be sixteen times as much, and a chain as long as git itself writes them.
struct ObjectLimits {
  std::uint64_t bytes = 256ull << 20;
  std::uint32_t chain = 4'096;
  std::uint32_t packs = 10'000;  // of one folder
};

}  // namespace cordon::git
