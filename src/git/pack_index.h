// The index of a pack: which object begins where. Version 2 of gitformat-pack(5); the first version, which git has not
// written since 2008, is refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "git/object.h"

namespace cordon::git {

class PackIndex {
 public:
  // Looks at sizes and at the table of first bytes, not at every entry. `bytes` must outlive the index. Fails with
  // truncated, syntax, and unsupported_version.
  static Result<PackIndex> open(std::string_view bytes);

  std::uint32_t count() const { return count_; }
  std::string_view pack_checksum() const;  // 20 bytes, which also end the pack

  // Where the object begins in the pack; nothing when it is not in it, or its offset lies behind the table.
  std::optional<std::uint64_t> find(const ObjectId& id) const;

  // Ids that begin with these hexadecimal digits, at most `most` of them.
  std::vector<ObjectId> with_prefix(std::string_view digits, std::size_t most) const;

 private:
  std::uint32_t number(std::size_t offset) const;
  ObjectId id_at(std::uint32_t position) const;
  std::uint32_t first_not_below(const ObjectId& id) const;

  std::string_view bytes_;
  std::uint32_t count_ = 0;
};

}  // namespace cordon::git
