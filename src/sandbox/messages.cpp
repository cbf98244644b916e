#include "sandbox/messages.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstring>

#include "base/os/open_beneath.h"

namespace cordon::sandbox {
namespace {

constexpr std::size_t kMostPassed = std::tuple_size_v<Passed>;

struct Control {
  alignas(cmsghdr) char bytes[CMSG_SPACE(kMostPassed * sizeof(int))] = {};
};

// More than there should be is never left open: the control buffer has no place for it, and the kernel closes it.
std::size_t take_descriptors(msghdr& head, Passed& passed) {
  std::size_t count = 0;
  for (cmsghdr* part = CMSG_FIRSTHDR(&head); part != nullptr; part = CMSG_NXTHDR(&head, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t here = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < here && count < kMostPassed; ++i) {
      int descriptor = -1;
      std::memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int), sizeof descriptor);
      passed[count++] = os::FileDescriptor(descriptor);
    }
  }
  return count;
}

}  // namespace

Result<SocketPair> make_socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    return os::errno_error(errno, "cannot start a worker");
  return SocketPair{os::FileDescriptor(ends[0]), os::FileDescriptor(ends[1])};
}

bool send_bytes(int socket, const void* bytes, std::size_t size, std::initializer_list<int> descriptors) {
  iovec part{const_cast<void*>(bytes), size};
  Control control;
  msghdr head{};
  head.msg_iov = &part;
  head.msg_iovlen = 1;
  if (descriptors.size() > 0) {
    head.msg_control = control.bytes;
    head.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
    cmsghdr* rights = CMSG_FIRSTHDR(&head);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
    std::memcpy(CMSG_DATA(rights), descriptors.begin(), descriptors.size() * sizeof(int));
  }
  for (;;) {
    const ssize_t sent = ::sendmsg(socket, &head, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    return sent == static_cast<ssize_t>(size);
  }
}

Heard receive_bytes(int socket, void* bytes, std::size_t size, Passed& passed) {
  iovec part{bytes, size};
  Control control;
  msghdr head{};
  head.msg_iov = &part;
  head.msg_iovlen = 1;
  head.msg_control = control.bytes;
  head.msg_controllen = sizeof control.bytes;
  ssize_t got = 0;
  do got = ::recvmsg(socket, &head, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return Heard::closed;
  take_descriptors(head, passed);
  const bool whole = got == static_cast<ssize_t>(size) && (head.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
  return whole ? Heard::message : Heard::nonsense;
}

}  // namespace cordon::sandbox
