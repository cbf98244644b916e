// Connects and opens a file through io_uring, without any system call of those names: for tests of the sensor.
//
// usage: uring_connect ADDRESS PORT PATH        exit code 77 where the kernel or a filter allows no io_uring
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace {

// One ring with room for a few requests; asks and waits for one at a time.
class Ring {
 public:
  bool open() {
    io_uring_params parameters{};
    descriptor_ = static_cast<int>(syscall(SYS_io_uring_setup, 4, &parameters));
    if (descriptor_ < 0) return false;
    std::size_t bytes = parameters.sq_off.array + parameters.sq_entries * sizeof(std::uint32_t);
    rings_ = static_cast<char*>(map(bytes, IORING_OFF_SQ_RING));
    requests_ = static_cast<io_uring_sqe*>(map(parameters.sq_entries * sizeof(io_uring_sqe), IORING_OFF_SQES));
    completions_ = static_cast<char*>(
        map(parameters.cq_off.cqes + parameters.cq_entries * sizeof(io_uring_cqe), IORING_OFF_CQ_RING));
    offsets_ = parameters.sq_off;
    results_ = parameters.cq_off;
    return rings_ != MAP_FAILED && completions_ != MAP_FAILED;
  }

  // The result of one request, as its system call would give it.
  int ask(const io_uring_sqe& request) {
    auto* tail = reinterpret_cast<std::uint32_t*>(rings_ + offsets_.tail);
    std::uint32_t mask = *reinterpret_cast<std::uint32_t*>(rings_ + offsets_.ring_mask);
    std::uint32_t at = *tail & mask;
    requests_[at] = request;
    reinterpret_cast<std::uint32_t*>(rings_ + offsets_.array)[at] = at;
    std::atomic_ref(*tail).store(*tail + 1, std::memory_order_release);
    if (syscall(SYS_io_uring_enter, descriptor_, 1, 1, IORING_ENTER_GETEVENTS, nullptr, 0) < 0) return -1;
    auto* head = reinterpret_cast<std::uint32_t*>(completions_ + results_.head);
    std::uint32_t results_mask = *reinterpret_cast<std::uint32_t*>(completions_ + results_.ring_mask);
    int result = reinterpret_cast<io_uring_cqe*>(completions_ + results_.cqes)[*head & results_mask].res;
    std::atomic_ref(*head).store(*head + 1, std::memory_order_release);
    return result;
  }

 private:
  void* map(std::size_t bytes, std::uint64_t offset) const {
    return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, descriptor_,
                static_cast<off_t>(offset));
  }

  int descriptor_ = -1;
  char* rings_ = nullptr;
  char* completions_ = nullptr;
  io_uring_sqe* requests_ = nullptr;
  io_sqring_offsets offsets_{};
  io_cqring_offsets results_{};
};

}  // namespace

int main(int count, char** texts) {
  if (count != 4) return 2;
  Ring ring;
  if (!ring.open()) return 77;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  std::uint16_t port = 0;
  std::string_view number = texts[2];
  std::from_chars(number.data(), number.data() + number.size(), port);
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, texts[1], &address.sin_addr) != 1) return 2;

  io_uring_sqe request{};
  request.opcode = IORING_OP_CONNECT;
  request.fd = socket(AF_INET, SOCK_STREAM, 0);
  request.addr = reinterpret_cast<std::uintptr_t>(&address);
  request.off = sizeof address;
  int connected = ring.ask(request);

  request = {};
  request.opcode = IORING_OP_OPENAT;
  request.fd = AT_FDCWD;
  request.addr = reinterpret_cast<std::uintptr_t>(texts[3]);
  request.open_flags = O_CREAT | O_WRONLY;
  request.len = 0600;
  int opened = ring.ask(request);
  std::printf("connect %d open %d\n", connected, opened >= 0 ? 0 : opened);
  return 0;
}
