#include "network/live_capture.h"

#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <arpa/inet.h>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace cordon::network {

namespace {

constexpr std::string_view kAny = "any";
constexpr std::uint32_t kFrameBytes = 2048;  // only a unit that the kernel checks sizes with; frames may be larger

std::unexpected<Error> system_failure(std::string_view what) {
  const int number = errno;
  const bool denied = number == EPERM || number == EACCES;
  const std::string text = fmt::format("{}: {}", what, std::strerror(number));
  return fail(denied ? ErrorCode::permission_denied : ErrorCode::system,
              denied ? text + "; capturing needs CAP_NET_RAW in the network namespace of the interface" : text);
}

// The headers that a device of this ARPHRD_ number gives.
LinkType link_type_of(unsigned hardware) {
  switch (hardware) {
    case ARPHRD_ETHER:
    case ARPHRD_LOOPBACK: return LinkType::ethernet;
    case ARPHRD_NONE:
    case ARPHRD_PPP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE: return LinkType::raw;
    default: return LinkType::unsupported;
  }
}

struct Device {
  int index = 0;  // 0: all
  LinkType link_type = LinkType::raw;
  bool loopback = false;
};

Result<Device> find_device(int socket, const std::string& interface) {
  if (interface == kAny) return Device{};
  ifreq request{};
  if (interface.empty() || interface.size() >= sizeof request.ifr_name)
    return fail(ErrorCode::not_found, "no interface can have this name");
  std::memcpy(request.ifr_name, interface.data(), interface.size());
  Device out;
  if (ioctl(socket, SIOCGIFINDEX, &request) != 0)
    return fail(ErrorCode::not_found, fmt::format("interface: {}", std::strerror(errno)));
  out.index = request.ifr_ifindex;
  if (ioctl(socket, SIOCGIFHWADDR, &request) != 0) return system_failure("the kind of the interface");
  const unsigned hardware = request.ifr_hwaddr.sa_family;
  out.link_type = link_type_of(hardware);
  out.loopback = hardware == ARPHRD_LOOPBACK;
  if (out.link_type == LinkType::unsupported)
    return fail(ErrorCode::unsupported_format,
                fmt::format("an interface of kind {}, whose headers are not read", hardware));
  return out;
}

}  // namespace

LiveCapture::LiveCapture(LiveCapture&& other) noexcept
    : socket_(std::move(other.socket_)), link_type_(other.link_type_), options_(other.options_),
      ring_(std::exchange(other.ring_, nullptr)), next_block_(other.next_block_), packets_(other.packets_),
      copies_(other.copies_), loopback_(other.loopback_) {}

LiveCapture::~LiveCapture() {
  if (ring_ != nullptr) munmap(ring_, std::size_t{options_.blocks} * options_.block_bytes);
}

Result<LiveCapture> LiveCapture::open(const std::string& interface, const LiveOptions& options) {
  // Headers of different devices differ: of all of them together only what IP says is taken. Protocol 0: nothing is
  // received before the ring stands.
  const int kind = interface == kAny ? SOCK_DGRAM : SOCK_RAW;
  os::FileDescriptor socket(::socket(AF_PACKET, kind | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return system_failure("a packet socket");
  const Device device = TRY(find_device(socket.get(), interface));
  LiveCapture capture(std::move(socket), device.link_type, options);
  capture.loopback_ = device.loopback;
  TRY(capture.map_ring());
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = device.index;
  if (bind(capture.socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return system_failure("the interface");
  return capture;
}

Result<void> LiveCapture::map_ring() {
  const int version = TPACKET_V3;
  if (setsockopt(socket_.get(), SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0)
    return system_failure("TPACKET_V3");
  tpacket_req3 request{};
  request.tp_block_size = options_.block_bytes;
  request.tp_block_nr = options_.blocks;
  request.tp_frame_size = kFrameBytes;
  request.tp_frame_nr = options_.block_bytes / kFrameBytes * options_.blocks;
  request.tp_retire_blk_tov = options_.retire_ms;
  if (setsockopt(socket_.get(), SOL_PACKET, PACKET_RX_RING, &request, sizeof request) != 0)
    return system_failure("the ring");
  void* ring = mmap(nullptr, std::size_t{options_.blocks} * options_.block_bytes, PROT_READ | PROT_WRITE, MAP_SHARED,
                    socket_.get(), 0);
  if (ring == MAP_FAILED) return system_failure("mapping the ring");
  ring_ = static_cast<char*>(ring);
  return {};
}

Result<void> LiveCapture::read_block(const char* block, const OnPacket& on_packet) {
  const auto* description = reinterpret_cast<const tpacket_block_desc*>(block);
  const char* at = block + description->hdr.bh1.offset_to_first_pkt;
  for (std::uint32_t i = 0; i < description->hdr.bh1.num_pkts; ++i) {
    const auto* header = reinterpret_cast<const tpacket3_hdr*>(at);
    const auto* address = reinterpret_cast<const sockaddr_ll*>(at + TPACKET_ALIGN(sizeof(tpacket3_hdr)));
    // What goes out over the loopback device comes in again.
    const bool twice = (loopback_ || address->sll_hatype == ARPHRD_LOOPBACK) && address->sll_pkttype == PACKET_OUTGOING;
    if (twice) {
      ++copies_;
    } else {
      CapturedPacket packet;
      packet.time_ns = std::uint64_t{header->tp_sec} * 1'000'000'000u + header->tp_nsec;
      packet.link_type = link_type_;
      packet.bytes = {at + header->tp_mac, header->tp_snaplen};
      packet.original_length = header->tp_len;
      packet.number = ++packets_;
      TRY(on_packet(packet));
    }
    at += header->tp_next_offset;
  }
  return {};
}

Result<void> LiveCapture::poll(std::chrono::milliseconds wait, const OnPacket& on_packet) {
  bool waited = false;
  for (std::uint32_t read = 0; read < options_.blocks;) {
    char* block = ring_ + std::size_t{next_block_} * options_.block_bytes;
    auto* description = reinterpret_cast<tpacket_block_desc*>(block);
    std::atomic_ref<std::uint32_t> status(description->hdr.bh1.block_status);
    if ((status.load(std::memory_order_acquire) & TP_STATUS_USER) == 0) {
      if (read > 0 || waited) return {};
      pollfd waiting{.fd = socket_.get(), .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, static_cast<int>(wait.count())) < 0 && errno != EINTR) return system_failure("waiting");
      if (waiting.revents & (POLLERR | POLLHUP)) return fail(ErrorCode::io, "the interface went away, or down");
      waited = true;
      continue;
    }
    Result<void> done = read_block(block, on_packet);
    status.store(TP_STATUS_KERNEL, std::memory_order_release);
    next_block_ = (next_block_ + 1) % options_.blocks;
    ++read;
    if (!done) return done;
  }
  return {};
}

Result<std::uint64_t> LiveCapture::take_dropped() {
  tpacket_stats_v3 statistics{};
  socklen_t bytes = sizeof statistics;
  if (getsockopt(socket_.get(), SOL_PACKET, PACKET_STATISTICS, &statistics, &bytes) != 0)
    return system_failure("the counts of the ring");
  return std::uint64_t{statistics.tp_drops};
}

}  // namespace cordon::network
