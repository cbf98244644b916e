// One pack and its index, gitformat-pack(5): objects, most of them as deltas of others. Read by us and not by libgit2,
// whose reader (1.5.1) never comes back from a delta that leads to itself.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/os/mapped_file.h"
#include "base/result.h"
#include "git/object.h"
#include "git/pack_index.h"

namespace cordon::git {

// Objects that others were deltas of, kept because their neighbours often are, too. What was used longest ago goes.
class BaseCache {
 public:
  explicit BaseCache(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}
  std::shared_ptr<const RawObject> find(std::uint64_t offset);
  void keep(std::uint64_t offset, std::shared_ptr<const RawObject> object);

 private:
  using Kept = std::list<std::pair<std::uint64_t, std::shared_ptr<const RawObject>>>;
  std::uint64_t most_bytes_, bytes_ = 0;
  Kept kept_;  // latest first
  std::unordered_map<std::uint64_t, Kept::iterator> places_;
};

class PackFile {
 public:
  // Maps both files; `path` is without the ending. Fails with what MappedFile and PackIndex fail with, with
  // unsupported_version, and with syntax where the two do not belong together.
  static Result<PackFile> open(const std::string& path, const ObjectLimits& limits);

  const PackIndex& index() const { return index_; }

  // The object that begins there. Fails with truncated, syntax, too_large, and too_deep for a chain of deltas that is
  // longer than git writes, as one is that leads to itself.
  Result<RawObject> read(std::uint64_t offset);
  Result<ObjectHeader> header(std::uint64_t offset) const;

 private:
  struct Entry {
    std::uint64_t offset = 0;  // where it begins
    std::uint8_t kind = 0;     // an ObjectType, or one of the two kinds of delta
    std::uint64_t size = 0;    // unpacked; of a delta, the delta's own
    std::uint64_t data = 0;    // where its packed bytes begin
    std::uint64_t base = 0;    // of a delta: where what it changes begins
  };
  Result<Entry> entry_at(std::uint64_t offset) const;
  Result<std::vector<Entry>> chain_of(std::uint64_t offset, std::shared_ptr<const RawObject>& base);
  std::string_view packed(const Entry& entry) const { return pack_.content().substr(entry.data); }

  ObjectLimits limits_;
  os::MappedFile index_bytes_, pack_;
  PackIndex index_;
  BaseCache bases_{16ull << 20};
};

}  // namespace cordon::git
