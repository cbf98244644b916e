#include "git/pack_file.h"

#include <cstring>

#include "git/delta.h"
#include "git/inflate.h"

namespace cordon::git {
namespace {

constexpr std::size_t kHeaderBytes = 12, kIdBytes = 20;
constexpr std::uint8_t kOffsetDelta = 6, kIdDelta = 7;
constexpr std::uint64_t kChainFactor = 16;
constexpr std::size_t kDeltaStart = 20;  // both sizes of a delta fit

bool is_delta(std::uint8_t kind) { return kind == kOffsetDelta || kind == kIdDelta; }

// The bytes of a pack one after the other; the digest at its end is none of them.
class Cursor {
 public:
  Cursor(std::string_view pack, std::uint64_t offset) : pack_(pack), offset_(offset) {}
  std::uint64_t offset() const { return offset_; }

  Result<std::uint8_t> byte() {
    if (offset_ >= pack_.size()) return fail(ErrorCode::truncated, "an object begins at the end of its pack");
    return static_cast<std::uint8_t>(pack_[offset_++]);
  }

  Result<ObjectId> id() {
    if (pack_.size() - offset_ < kIdBytes) return fail(ErrorCode::truncated, "an object begins at the end of its pack");
    ObjectId id;
    std::memcpy(id.bytes.data(), pack_.data() + offset_, kIdBytes);
    offset_ += kIdBytes;
    return id;
  }

  // How far back the base begins: gitformat-pack(5), "offset encoding".
  Result<std::uint64_t> distance() {
    std::uint8_t part = TRY(byte());
    std::uint64_t value = part & 0x7f;
    while ((part & 0x80) != 0) {
      if (value >> 55 != 0) return fail(ErrorCode::syntax, "a delta of something before its pack");
      part = TRY(byte());
      value = (value + 1) << 7 | (part & 0x7f);
    }
    return value;
  }

 private:
  std::string_view pack_;
  std::uint64_t offset_;
};

}  // namespace

std::shared_ptr<const RawObject> BaseCache::find(std::uint64_t offset) {
  const auto place = places_.find(offset);
  if (place == places_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, place->second);
  return place->second->second;
}

void BaseCache::keep(std::uint64_t offset, std::shared_ptr<const RawObject> object) {
  if (object->bytes.size() > most_bytes_ / 2 || places_.contains(offset)) return;
  bytes_ += object->bytes.size();
  kept_.emplace_front(offset, std::move(object));
  places_.emplace(offset, kept_.begin());
  while (bytes_ > most_bytes_) {
    bytes_ -= kept_.back().second->bytes.size();
    places_.erase(kept_.back().first);
    kept_.pop_back();
  }
}

Result<PackFile> PackFile::open(const std::string& path, const ObjectLimits& limits) {
  PackFile file;
  file.limits_ = limits;
  file.index_bytes_ = TRY(os::MappedFile::open(path + ".idx"));
  file.pack_ = TRY(os::MappedFile::open(path + ".pack"));
  file.index_ = TRY(PackIndex::open(file.index_bytes_.content()));
  const std::string_view pack = file.pack_.content();
  if (pack.size() < kHeaderBytes + kIdBytes) return fail(ErrorCode::truncated, "a pack breaks off");
  if (!pack.starts_with("PACK")) return fail(ErrorCode::syntax, "a pack that is none");
  if (pack.substr(4, 4) != std::string_view("\0\0\0\2", 4) && pack.substr(4, 4) != std::string_view("\0\0\0\3", 4))
    return fail(ErrorCode::unsupported_version, "a pack of a version that is not known");
  if (pack.substr(pack.size() - kIdBytes) != file.index_.pack_checksum())
    return fail(ErrorCode::syntax, "a pack and an index that do not belong together");
  return file;
}

Result<PackFile::Entry> PackFile::entry_at(std::uint64_t offset) const {
  const std::string_view objects = pack_.content().substr(0, pack_.content().size() - kIdBytes);
  if (offset < kHeaderBytes || offset >= objects.size())
    return fail(ErrorCode::syntax, "an index that points out of its pack");
  Cursor cursor(objects, offset);
  Entry entry;
  entry.offset = offset;
  std::uint8_t part = TRY(cursor.byte());
  entry.kind = part >> 4 & 7;
  entry.size = part & 15;
  for (unsigned shift = 4; (part & 0x80) != 0; shift += 7) {
    if (shift > 56) return fail(ErrorCode::syntax, "an object with a size beyond 63 bits");
    part = TRY(cursor.byte());
    entry.size |= static_cast<std::uint64_t>(part & 0x7f) << shift;
  }
  if (entry.kind == 0 || entry.kind == 5) return fail(ErrorCode::syntax, "an object of a kind that does not exist");
  if (entry.kind == kOffsetDelta) {
    const std::uint64_t distance = TRY(cursor.distance());
    if (distance == 0 || distance > offset) return fail(ErrorCode::syntax, "a delta of something before its pack");
    entry.base = offset - distance;
  } else if (entry.kind == kIdDelta) {
    const std::optional<std::uint64_t> base = index_.find(TRY(cursor.id()));
    if (!base) return fail(ErrorCode::syntax, "a delta of an object that is not in its pack");
    entry.base = *base;
  }
  entry.data = cursor.offset();
  return entry;
}

// The entries from this one to the object that is no delta, or to one whose base is at hand, which then is `base`.
Result<std::vector<PackFile::Entry>> PackFile::chain_of(std::uint64_t offset, std::shared_ptr<const RawObject>& base) {
  std::vector<Entry> chain;
  std::uint64_t bytes = 0;
  for (;;) {
    base = bases_.find(offset);
    if (base) return chain;
    if (chain.size() >= limits_.chain) return fail(ErrorCode::too_deep, "a chain of deltas that does not end");
    chain.push_back(TRY(entry_at(offset)));
    const Entry& entry = chain.back();
    bytes += entry.size;
    if (entry.size > limits_.bytes || bytes > limits_.bytes * kChainFactor)
      return fail(ErrorCode::too_large, "larger than " + std::to_string(limits_.bytes) + " bytes");
    if (!is_delta(entry.kind)) return chain;
    offset = entry.base;
  }
}

Result<RawObject> PackFile::read(std::uint64_t offset) {
  std::shared_ptr<const RawObject> base;
  std::vector<Entry> chain = TRY(chain_of(offset, base));
  if (!base) {
    const Entry& whole = chain.back();
    base = std::make_shared<const RawObject>(
        RawObject{static_cast<ObjectType>(whole.kind), TRY(inflate_exactly(packed(whole), whole.size))});
    if (chain.size() > 1) bases_.keep(whole.offset, base);
    chain.pop_back();
  }
  std::uint64_t unpacked = 0;
  while (!chain.empty()) {
    const Entry& entry = chain.back();
    const std::string delta = TRY(inflate_exactly(packed(entry), entry.size));
    auto next =
        std::make_shared<const RawObject>(RawObject{base->type, TRY(apply_delta(base->bytes, delta, limits_.bytes))});
    unpacked += next->bytes.size();
    if (unpacked > limits_.bytes * kChainFactor)
      return fail(ErrorCode::too_large, "deltas that unpack to more than an object may cost");
    // The one that was asked for is kept, too: with what it changes, the next version in history often is its delta.
    bases_.keep(entry.offset, next);
    base = std::move(next);
    chain.pop_back();
  }
  return *base;
}

Result<ObjectHeader> PackFile::header(std::uint64_t offset) const {
  ObjectHeader header;
  for (std::uint32_t length = 0; length < limits_.chain; ++length) {
    const Entry entry = TRY(entry_at(offset));
    if (length == 0) header.size = entry.size;
    if (length == 0 && is_delta(entry.kind)) {
      const std::string start = TRY(inflate_start(packed(entry), kDeltaStart));
      header.size = TRY(delta_sizes(start)).result;
    }
    if (!is_delta(entry.kind)) {
      header.type = static_cast<ObjectType>(entry.kind);
      return header;
    }
    offset = entry.base;
  }
  return fail(ErrorCode::too_deep, "a chain of deltas that does not end");
}

}  // namespace cordon::git
