// Capture files: pcap (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng), as tcpdump, Wireshark and dumpcap
// write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/generated/model.h"
#include "network/captured_packet.h"

namespace cordon::network {

struct CaptureLimits {
  std::uint32_t packet_bytes = 16u << 20;  // of one packet; segmentation offload makes them larger than any MTU
  std::uint32_t block_bytes = 64u << 20;   // of one block of pcapng
  std::uint32_t interfaces = 4096;         // of one section of pcapng
};

enum class CaptureFormat : std::uint8_t { pcap, pcapng };

// Reads a capture from its bytes, usually those of a mapped file, which must outlive the reader and its packets.
class CaptureFile {
 public:
  // `path` is what Coverage calls the file. Fails with unsupported_format when it is no capture (or a compressed one),
  // with truncated when even its header is cut, with unsupported_version.
  static Result<CaptureFile> open(std::string_view bytes, std::string path, const CaptureLimits& limits = {});

  // The next packet in the order of the file; false at its end. What is damaged ends the reading and stands in
  // unread().
  bool next(CapturedPacket& packet);

  CaptureFormat format() const { return format_; }
  std::uint64_t packets() const { return packets_; }
  std::uint64_t other_blocks() const { return other_blocks_; }  // of pcapng, that hold no packet and were passed over
  std::uint64_t dropped() const { return dropped_; }            // packets that the capturing machine says it lost
  // What could not be read, with the offset at which reading stopped.
  const std::vector<model::FileUnread>& unread() const { return unread_; }

 private:
  struct Interface {
    LinkType link_type = LinkType::ethernet;
    std::uint32_t snap_length = 0;    // 0 = no limit
    std::uint64_t units = 1'000'000;  // of a time stamp in one second; a power of 2 or 10
    std::int64_t offset_seconds = 0;  // if_tsoffset
    std::uint64_t received_dropped = 0;
  };

  CaptureFile(std::string_view bytes, std::string path, const CaptureLimits& limits)
      : bytes_(bytes), path_(std::move(path)), limits_(limits) {}

  bool next_record(CapturedPacket& packet);
  bool next_block(CapturedPacket& packet);
  bool read_section(std::size_t at);
  bool read_packet_block(std::uint32_t type, std::string_view body, CapturedPacket& packet);
  void read_interface(std::string_view body);
  void read_statistics(std::string_view body);
  bool stop(ErrorCode code, std::string reason);
  std::uint32_t u32(std::string_view bytes, std::size_t at) const;
  std::uint16_t u16(std::string_view bytes, std::size_t at) const;
  std::uint64_t time_of(const Interface& source, std::uint32_t high, std::uint32_t low) const;

  std::string_view bytes_;
  std::string path_;
  CaptureLimits limits_;
  CaptureFormat format_ = CaptureFormat::pcap;
  bool little_endian_ = true;
  bool nanoseconds_ = false;
  bool modified_ = false;  // records of 24 bytes, as patched kernels of the 1990s wrote
  bool ended_ = false;
  std::size_t at_ = 0;  // of what is read next
  std::vector<Interface> interfaces_;
  std::uint64_t packets_ = 0;
  std::uint64_t other_blocks_ = 0;
  std::uint64_t dropped_ = 0;
  std::vector<model::FileUnread> unread_;
};

}  // namespace cordon::network
