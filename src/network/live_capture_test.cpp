#include "network/live_capture.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <vector>

#include "network/own_network.h"
#include "network/packet.h"

namespace cordon::network {
namespace {

using namespace testing;

bool is_ours(const CapturedPacket& captured, std::uint16_t port) {
  const Packet packet = decode_packet(captured);
  return packet.kind == PacketKind::udp && packet.destination.port == port;
}

TEST(LiveCapture, SeesEachPacketOfTheLoopbackDeviceOnce) {
  in_own_network([] {
    auto capture = LiveCapture::open("lo");
    if (!capture || !send_datagrams(5, std::string(20'000, 'x'), 7777)) return false;
    std::size_t seen = 0, whole = 0;
    for (int tries = 0; tries < 40 && seen < 5; ++tries) {
      const auto done =
          capture->poll(std::chrono::milliseconds(100), [&](const CapturedPacket& packet) -> Result<void> {
            if (!is_ours(packet, 7777)) return {};
            ++seen;
            whole += packet.bytes.size() == 14 + 20 + 8 + 20'000 && packet.original_length == packet.bytes.size();
            return {};
          });
      if (!done) return false;
    }
    return seen == 5 && whole == 5 && capture->take_dropped().value() == 0;
  });
}

// Packets that the loopback device has sent, as the kernel counts them.
std::uint64_t sent_by_loopback() {
  std::ifstream file("/proc/self/net/dev");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos || line.substr(0, colon).find("lo") == std::string::npos) continue;
    std::istringstream numbers(line.substr(colon + 1));
    std::vector<std::uint64_t> values;
    for (std::uint64_t value = 0; numbers >> value;) values.push_back(value);
    return values.size() > 9 ? values[9] : 0;
  }
  return 0;
}

TEST(LiveCapture, CountsExactlyWhatTheKernelDropped) {
  in_own_network([] {
    auto capture = LiveCapture::open("lo", {.blocks = 2, .block_bytes = 64u << 10, .retire_ms = 20});
    if (!capture || !send_datagrams(3000, std::string(1000, 'x'), 7777)) return false;
    std::uint64_t seen = 0;
    for (int tries = 0; tries < 10; ++tries) {
      const auto done = capture->poll(std::chrono::milliseconds(50), [&](const CapturedPacket&) -> Result<void> {
        ++seen;
        return {};
      });
      if (!done) return false;
    }
    const std::uint64_t dropped = capture->take_dropped().value();
    // Each packet passes the device twice, going out and coming in.
    return seen > 0 && dropped > 0 && seen + capture->copies() + dropped == 2 * sent_by_loopback() &&
           capture->take_dropped().value() == 0;
  });
}

TEST(LiveCapture, CapturesAllInterfacesAtOnce) {
  in_own_network([] {
    auto capture = LiveCapture::open("any");
    if (!capture || !send_datagrams(3, "hello", 7777)) return false;
    std::size_t seen = 0;
    for (int tries = 0; tries < 40 && seen < 3; ++tries) {
      const auto done =
          capture->poll(std::chrono::milliseconds(100), [&](const CapturedPacket& packet) -> Result<void> {
            seen += is_ours(packet, 7777);
            return {};
          });
      if (!done) return false;
    }
    return seen == 3;
  });
}

TEST(LiveCapture, FailsForAnInterfaceThatIsNotThere) {
  in_own_network([] {
    const auto missing = LiveCapture::open("nowhere0"), longest = LiveCapture::open(std::string(100, 'x'));
    return !missing && missing.error().code == ErrorCode::not_found && !longest &&
           longest.error().code == ErrorCode::not_found;
  });
}

TEST(LiveCapture, SaysWhatItNeedsWithoutThePrivilege) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(kSkipped);
    const auto capture = LiveCapture::open("lo");
    const bool told = !capture && capture.error().code == ErrorCode::permission_denied &&
                      capture.error().message.find("CAP_NET_RAW") != std::string::npos;
    _exit(told ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kSkipped) GTEST_SKIP() << "the privilege cannot be given up here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace cordon::network
