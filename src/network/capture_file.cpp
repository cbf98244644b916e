#include "network/capture_file.h"

#include <fmt/format.h>

#include <utility>

#include "network/byte_reader.h"

namespace cordon::network {

namespace {

constexpr std::uint32_t kMicroseconds = 0xA1B2C3D4, kNanoseconds = 0xA1B23C4D, kModified = 0xA1B2CD34;
constexpr std::uint32_t kSectionHeader = 0x0A0D0D0A;  // the same in both byte orders
constexpr std::size_t kFileHeaderBytes = 24, kRecordHeaderBytes = 16, kModifiedRecordBytes = 24;

std::uint32_t swapped(std::uint32_t value) { return __builtin_bswap32(value); }

// What a file is that is no capture, where its first bytes tell.
std::string what_it_is(std::string_view bytes) {
  if (bytes.starts_with("\x1F\x8B")) return "a gzip file: unpack it first";
  if (bytes.starts_with("\x28\xB5\x2F\xFD")) return "a zstd file: unpack it first";
  return "neither pcap nor pcapng";
}

}  // namespace

std::uint32_t CaptureFile::u32(std::string_view bytes, std::size_t at) const {
  const std::uint32_t value = big32(bytes, at);
  return little_endian_ ? swapped(value) : value;
}

std::uint16_t CaptureFile::u16(std::string_view bytes, std::size_t at) const {
  const std::uint16_t value = big16(bytes, at);
  return little_endian_ ? static_cast<std::uint16_t>(value << 8 | value >> 8) : value;
}

Result<CaptureFile> CaptureFile::open(std::string_view bytes, std::string path, const CaptureLimits& limits) {
  if (bytes.size() < 4) return fail(ErrorCode::truncated, "shorter than the first word of a capture");
  CaptureFile file(bytes, std::move(path), limits);
  const std::uint32_t magic = big32(bytes, 0);
  if (magic == kSectionHeader) {
    file.format_ = CaptureFormat::pcapng;
    if (bytes.size() < 28) return fail(ErrorCode::truncated, "the header of the section is cut");
    if (!file.read_section(0)) return fail(ErrorCode::syntax, "the section has no byte order that is known");
    return file;
  }
  const auto is_magic = [](std::uint32_t word) {
    return word == kMicroseconds || word == kNanoseconds || word == kModified;
  };
  file.little_endian_ = is_magic(swapped(magic));
  if (!file.little_endian_ && !is_magic(magic)) return fail(ErrorCode::unsupported_format, what_it_is(bytes));
  const std::uint32_t word = file.little_endian_ ? swapped(magic) : magic;
  file.nanoseconds_ = word == kNanoseconds;
  file.modified_ = word == kModified;
  if (bytes.size() < kFileHeaderBytes) return fail(ErrorCode::truncated, "the header of the file is cut");
  if (file.u16(bytes, 4) != 2) return fail(ErrorCode::unsupported_version, "a version of pcap other than 2");
  // The upper half of the word tells of a frame check sequence, not of the type.
  file.interfaces_.push_back({.link_type = static_cast<LinkType>(file.u32(bytes, 20) & 0xFFFF),
                              .snap_length = file.u32(bytes, 16),
                              .units = file.nanoseconds_ ? 1'000'000'000u : 1'000'000u,
                              .offset_seconds = 0,
                              .received_dropped = 0});
  file.at_ = kFileHeaderBytes;
  return file;
}

bool CaptureFile::stop(ErrorCode code, std::string reason) {
  ended_ = true;
  unread_.push_back(
      {.path = path_,
       .line = 0,
       .code = std::string(to_string(code)),
       .reason = fmt::format("{} (at byte {} of {}, after {} packets)", reason, at_, bytes_.size(), packets_),
       .incomplete = true});
  return false;
}

bool CaptureFile::next(CapturedPacket& packet) {
  if (ended_) return false;
  return format_ == CaptureFormat::pcap ? next_record(packet) : next_block(packet);
}

bool CaptureFile::next_record(CapturedPacket& packet) {
  const std::size_t left = bytes_.size() - at_;
  const std::size_t header = modified_ ? kModifiedRecordBytes : kRecordHeaderBytes;
  if (left == 0) {
    ended_ = true;
    return false;
  }
  if (left < header) return stop(ErrorCode::truncated, "the header of a packet is cut");
  const std::uint32_t seconds = u32(bytes_, at_), fraction = u32(bytes_, at_ + 4);
  const std::uint32_t captured = u32(bytes_, at_ + 8);
  if (captured > limits_.packet_bytes) return stop(ErrorCode::too_large, fmt::format("a packet of {} bytes", captured));
  const std::size_t there = left - header;
  packet.time_ns = std::uint64_t{seconds} * 1'000'000'000u + std::uint64_t{fraction} * (nanoseconds_ ? 1u : 1000u);
  packet.link_type = interfaces_.front().link_type;
  packet.original_length = u32(bytes_, at_ + 12);
  packet.bytes = bytes_.substr(at_ + header, captured);
  packet.number = packets_ + 1;
  if (captured > there) return stop(ErrorCode::truncated, fmt::format("a packet of {} bytes is cut", captured));
  ++packets_;
  at_ += header + captured;
  return true;
}

}  // namespace cordon::network
