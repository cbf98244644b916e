#include "git/pack_index.h"

#include <cstring>
#include <string>

namespace cordon::git {
namespace {

constexpr std::string_view kMagic("\xfftOc\x00\x00\x00\x02", 8);
constexpr std::size_t kFanout = 8, kIds = kFanout + 256 * 4, kIdBytes = 20;
constexpr std::size_t kBytesAnEntry = kIdBytes + 4 + 4;  // id, CRC, offset
constexpr std::size_t kEnd = 2 * kIdBytes;               // digests of the pack and of the index
constexpr std::uint32_t kIsLarge = 0x80000000;

}  // namespace

std::uint32_t PackIndex::number(std::size_t offset) const {
  std::uint32_t value = 0;
  for (std::size_t at = 0; at < 4; ++at) value = value << 8 | static_cast<std::uint8_t>(bytes_[offset + at]);
  return value;
}

Result<PackIndex> PackIndex::open(std::string_view bytes) {
  if (bytes.size() < kIds + kEnd) return fail(ErrorCode::truncated, "an index of a pack breaks off");
  if (bytes.substr(0, 4) != kMagic.substr(0, 4) || bytes.substr(0, 8) != kMagic)
    return fail(ErrorCode::unsupported_version, "an index of a pack that is not of version 2");
  PackIndex index;
  index.bytes_ = bytes;
  std::uint32_t before = 0;
  for (std::size_t first = 0; first < 256; ++first) {
    const std::uint32_t upto = index.number(kFanout + 4 * first);
    if (upto < before) return fail(ErrorCode::syntax, "an index of a pack whose table goes backwards");
    before = upto;
  }
  index.count_ = before;
  if (static_cast<std::uint64_t>(before) * kBytesAnEntry > bytes.size() - kIds - kEnd)
    return fail(ErrorCode::truncated, "an index of a pack breaks off");
  return index;
}

std::string_view PackIndex::pack_checksum() const { return bytes_.substr(bytes_.size() - kEnd, kIdBytes); }

ObjectId PackIndex::id_at(std::uint32_t position) const {
  ObjectId id;
  std::memcpy(id.bytes.data(), bytes_.data() + kIds + static_cast<std::size_t>(position) * kIdBytes, kIdBytes);
  return id;
}

// Among the entries with the same first byte, else the first behind them.
std::uint32_t PackIndex::first_not_below(const ObjectId& id) const {
  const std::size_t first = id.bytes[0];
  std::uint32_t low = first == 0 ? 0 : number(kFanout + 4 * (first - 1)), high = number(kFanout + 4 * first);
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (id_at(middle) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

std::optional<std::uint64_t> PackIndex::find(const ObjectId& id) const {
  const std::uint32_t position = first_not_below(id);
  if (position >= count_ || id_at(position) != id) return std::nullopt;
  const std::size_t offsets = kIds + static_cast<std::size_t>(count_) * (kIdBytes + 4);
  const std::uint32_t offset = number(offsets + 4 * static_cast<std::size_t>(position));
  if ((offset & kIsLarge) == 0) return offset;
  const std::size_t large = kIds + static_cast<std::size_t>(count_) * kBytesAnEntry;
  const std::uint64_t place = large + 8 * static_cast<std::uint64_t>(offset & ~kIsLarge);
  if (place + 8 > bytes_.size() - kEnd) return std::nullopt;
  return static_cast<std::uint64_t>(number(static_cast<std::size_t>(place))) << 32 |
         number(static_cast<std::size_t>(place) + 4);
}

std::vector<ObjectId> PackIndex::with_prefix(std::string_view digits, std::size_t most) const {
  std::string lowest(digits);
  lowest.resize(kIdDigits, '0');
  std::vector<ObjectId> found;
  const std::optional<ObjectId> start = parse_id(lowest);
  if (!start) return found;
  for (std::uint32_t at = first_not_below(*start); at < count_ && found.size() < most; ++at) {
    const ObjectId id = id_at(at);
    if (!to_hex(id).starts_with(digits)) break;
    found.push_back(id);
  }
  return found;
}

}  // namespace cordon::git
