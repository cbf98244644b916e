// A network of our own for tests of live capture: the check runs in a child process that makes a user and a network
// namespace; the test is skipped where the machine allows neither.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <string>

#include "base/os/file_descriptor.h"

namespace cordon::network::testing {

inline constexpr int kSkipped = 77;

inline bool loopback_up() {
  const os::FileDescriptor control(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::memcpy(request.ifr_name, "lo", 2);
  request.ifr_flags = IFF_UP;
  return control.valid() && ioctl(control.get(), SIOCSIFFLAGS, &request) == 0;
}

// Runs the check in a namespace of its own; it returns true when all was as it should be.
inline void in_own_network(const std::function<bool()>& check) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (unshare(CLONE_NEWNET) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) _exit(kSkipped);
    if (!loopback_up()) _exit(kSkipped);
    _exit(check() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == kSkipped) GTEST_SKIP() << "no network namespace of our own can be made here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

inline bool send_datagrams(std::size_t count, const std::string& payload, std::uint16_t port) {
  const os::FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (std::size_t i = 0; i < count; ++i)
    // A refused datagram before makes one fail; nobody listens here.
    if (sendto(socket.get(), payload.data(), payload.size(), 0, reinterpret_cast<const sockaddr*>(&address),
               sizeof address) < 0 &&
        errno != ECONNREFUSED)
      return false;
  return true;
}

}  // namespace cordon::network::testing
