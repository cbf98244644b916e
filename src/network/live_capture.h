// Packets of a network interface, by AF_PACKET with TPACKET_V3 (packet(7), Documentation/networking/packet_mmap.rst).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "base/os/file_descriptor.h"
#include "base/result.h"
#include "network/captured_packet.h"

namespace cordon::network {

struct LiveOptions {
  std::uint32_t blocks = 16;             // of the ring that the kernel fills
  std::uint32_t block_bytes = 1u << 20;  // a multiple of the page size
  std::uint32_t retire_ms = 50;          // after which a block that is not full is handed over
};

class LiveCapture {
 public:
  using OnPacket = std::function<Result<void>(const CapturedPacket&)>;

  // `interface` is a name ("eth0"), or "any" for all of them. Fails with permission_denied without CAP_NET_RAW in the
  // interface's network namespace, with not_found, with unsupported_format for a device whose headers are not read,
  // with system where the kernel cannot.
  static Result<LiveCapture> open(const std::string& interface, const LiveOptions& options = {});

  LiveCapture(LiveCapture&& other) noexcept;
  LiveCapture& operator=(LiveCapture&&) = delete;
  ~LiveCapture();

  // Hands over the packets of the blocks that are ready; where none is, waits until one is, for at most `wait`. The
  // bytes of a packet are valid during the call. Frames may be larger than any MTU: segmentation offload. On the
  // loopback device each packet comes once. Fails as `on_packet` does, with io when the interface went away.
  Result<void> poll(std::chrono::milliseconds wait, const OnPacket& on_packet);

  // Packets that the kernel dropped because the ring was full, since the last call: exact, as the kernel counts them.
  Result<std::uint64_t> take_dropped();
  // Packets that went out over the loopback device, from which they came in again: read, and not handed over. The
  // kernel counts them among those that it dropped, too.
  std::uint64_t copies() const { return copies_; }

 private:
  LiveCapture(os::FileDescriptor socket, LinkType link_type, const LiveOptions& options)
      : socket_(std::move(socket)), link_type_(link_type), options_(options) {}

  Result<void> map_ring();
  Result<void> read_block(const char* block, const OnPacket& on_packet);

  os::FileDescriptor socket_;
  LinkType link_type_;
  LiveOptions options_;
  char* ring_ = nullptr;
  std::uint32_t next_block_ = 0;
  std::uint64_t packets_ = 0;
  std::uint64_t copies_ = 0;
  bool loopback_ = false;
};

}  // namespace cordon::network
