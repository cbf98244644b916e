// The blocks of pcapng (draft-ietf-opsawg-pcapng).
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "network/byte_reader.h"
#include "network/capture_file.h"

namespace cordon::network {

namespace {

constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A, kByteOrder = 0x1A2B3C4D;
enum BlockType : std::uint32_t {
  interface_description = 1,
  obsolete_packet = 2,
  simple_packet = 3,
  interface_statistics = 5,
  enhanced_packet = 6,
};
constexpr std::size_t kSectionBytes = 28;  // the shortest section header with both its lengths

// Time stamps of one second, of the option if_tsresol: a power of ten, or of two where the highest bit is set. 0 when
// it cannot be counted in 64 bits.
std::uint64_t units_of(std::uint8_t resolution) {
  const unsigned exponent = resolution & 0x7F;
  if (resolution & 0x80) return exponent < 64 ? std::uint64_t{1} << exponent : 0;
  if (exponent > 19) return 0;
  std::uint64_t units = 1;
  for (unsigned i = 0; i < exponent; ++i) units *= 10;
  return units;
}

// Files may claim any number; 63 bits are what an event can hold.
std::uint64_t sum(std::uint64_t one, std::uint64_t other) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  return std::min(one, kMost) + std::min(other, kMost - std::min(one, kMost));
}

}  // namespace

// Nanoseconds since 1970, no earlier, and not later than 63 bits can tell (the year 2262).
std::uint64_t CaptureFile::time_of(const Interface& source, std::uint32_t high, std::uint32_t low) const {
  const std::uint64_t stamp = std::uint64_t{high} << 32 | low;
  const auto units = static_cast<__int128>(source.units);
  const __int128 nanoseconds = static_cast<__int128>(stamp % source.units) * 1'000'000'000 / units;
  const __int128 seconds = static_cast<__int128>(stamp / source.units) + source.offset_seconds;
  return static_cast<std::uint64_t>(
      std::clamp<__int128>(seconds * 1'000'000'000 + nanoseconds, 0, std::numeric_limits<std::int64_t>::max()));
}

// Takes over the byte order of the section that begins at `at`.
bool CaptureFile::read_section(std::size_t at) {
  const std::uint32_t order = big32(bytes_, at + 8);
  if (order != kByteOrder && order != __builtin_bswap32(kByteOrder)) return false;
  little_endian_ = order != kByteOrder;
  interfaces_.clear();
  return true;
}

void CaptureFile::read_interface(std::string_view body) {
  Interface made{.link_type = static_cast<LinkType>(u16(body, 0)),
                 .snap_length = u32(body, 4),
                 .units = 1'000'000,
                 .offset_seconds = 0,
                 .received_dropped = 0};
  for (std::size_t at = 8; at + 4 <= body.size();) {
    const std::uint16_t code = u16(body, at), length = u16(body, at + 2);
    at += 4;
    if (code == 0 || length > body.size() - at) break;
    if (code == 9 && length >= 1) made.units = units_of(byte_at(body, at));
    if (code == 14 && length >= 8) {
      const std::uint64_t first = u32(body, at), second = u32(body, at + 4);
      made.offset_seconds = static_cast<std::int64_t>(little_endian_ ? second << 32 | first : first << 32 | second);
    }
    at += std::min<std::size_t>((length + 3u) & ~3u, body.size() - at);
  }
  interfaces_.push_back(made);
}

// isb_ifdrop and isb_osdrop: what the capturing machine says it lost. The numbers count from the start of the capture,
// so that of several blocks of one interface the highest counts.
void CaptureFile::read_statistics(std::string_view body) {
  const std::uint32_t index = u32(body, 0);
  if (index >= interfaces_.size()) return;
  std::uint64_t lost = 0;
  for (std::size_t at = 12; at + 4 <= body.size();) {
    const std::uint16_t code = u16(body, at), length = u16(body, at + 2);
    at += 4;
    if (code == 0 || length > body.size() - at) break;
    if ((code == 5 || code == 7) && length >= 8) {
      const std::uint64_t first = u32(body, at), second = u32(body, at + 4);
      lost = sum(lost, little_endian_ ? second << 32 | first : first << 32 | second);
    }
    at += std::min<std::size_t>((length + 3u) & ~3u, body.size() - at);
  }
  std::uint64_t& known = interfaces_[index].received_dropped;
  if (lost <= known) return;
  dropped_ = sum(dropped_, lost - known);
  known = lost;
}

// One block that holds a packet. False, with the reading ended, when it makes no sense.
bool CaptureFile::read_packet_block(std::uint32_t type, std::string_view body, CapturedPacket& packet) {
  const std::size_t header = type == simple_packet ? 4 : 20;
  if (body.size() < header) return stop(ErrorCode::syntax, "a packet block shorter than its fields");
  std::uint32_t index = 0, captured = 0;
  if (type == enhanced_packet) index = u32(body, 0);
  if (type == obsolete_packet) index = u16(body, 0);
  if (index >= interfaces_.size()) return stop(ErrorCode::syntax, "a packet of an interface that was never described");
  const Interface& source = interfaces_[index];
  if (source.units == 0) return stop(ErrorCode::invalid_value, "an interface with a resolution of time beyond 64 bits");
  if (type == simple_packet) {
    packet.time_ns = 0;  // it has none
    packet.original_length = u32(body, 0);
    const std::uint64_t most = source.snap_length ? source.snap_length : packet.original_length;
    captured =
        static_cast<std::uint32_t>(std::min<std::uint64_t>({most, packet.original_length, body.size() - header}));
  } else {
    packet.time_ns = time_of(source, u32(body, 4), u32(body, 8));
    captured = u32(body, 12);
    packet.original_length = u32(body, 16);
  }
  if (captured > body.size() - header) return stop(ErrorCode::syntax, "a packet longer than its block");
  packet.link_type = source.link_type;
  packet.bytes = body.substr(header, captured);
  packet.number = ++packets_;
  return true;
}

bool CaptureFile::next_block(CapturedPacket& packet) {
  while (!ended_) {
    const std::size_t left = bytes_.size() - at_;
    if (left == 0) {
      ended_ = true;
      return false;
    }
    if (left < 12) return stop(ErrorCode::truncated, "the header of a block is cut");
    if (big32(bytes_, at_) == kSectionHeader) {
      if (left < kSectionBytes) return stop(ErrorCode::truncated, "the header of a section is cut");
      if (!read_section(at_)) return stop(ErrorCode::syntax, "a section without a byte order that is known");
    }
    const std::uint32_t type = u32(bytes_, at_), length = u32(bytes_, at_ + 4);
    if (length < 12 || length % 4 != 0) return stop(ErrorCode::syntax, fmt::format("a block of {} bytes", length));
    if (length > limits_.block_bytes) return stop(ErrorCode::too_large, fmt::format("a block of {} bytes", length));
    if (length > left) return stop(ErrorCode::truncated, fmt::format("a block of {} bytes is cut", length));
    const std::string_view body = bytes_.substr(at_ + 8, length - 12);
    if (u32(bytes_, at_ + length - 4) != length) return stop(ErrorCode::syntax, "a block with two different lengths");
    if (type == interface_description) {
      if (body.size() < 8) return stop(ErrorCode::syntax, "an interface shorter than its fields");
      if (interfaces_.size() >= limits_.interfaces) return stop(ErrorCode::too_many, "more interfaces than the limit");
      read_interface(body);
    } else if (type == enhanced_packet || type == obsolete_packet || type == simple_packet) {
      if (!read_packet_block(type, body, packet)) return false;
      at_ += length;
      return true;
    } else if (type == interface_statistics && body.size() >= 12) {
      read_statistics(body);
    } else if (type != kSectionHeader) {
      ++other_blocks_;
    }
    at_ += length;
  }
  return false;
}

}  // namespace cordon::network
