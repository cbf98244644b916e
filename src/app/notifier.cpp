#include "app/notifier.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "app/memory.h"
#include "base/json_write.h"
#include "base/os/file_lock.h"
#include "base/os/open_beneath.h"
#include "base/os/run_command.h"
#include "base/text.h"

namespace cordon::app {
namespace {

constexpr int kFailed = 255;  // no exit code that a shell gives for a command's own

// In the process of its own.
Result<int> deliver(const std::string& command, const std::string& memory_path) {
  // Two deliveries at once would deliver twice.
  const os::FileLock one = TRY(os::FileLock::take(memory_path + ".delivery", true));
  Memory memory = TRY(Memory::open(memory_path, false));
  model::NoticeBatch batch{"cordon.notices/1", TRY(memory.outbox())};
  if (batch.notices.empty()) return 0;
  std::string input;
  json::Writer writer(input);
  write(writer, batch);
  input += '\n';
  const int code = TRY(os::run_command(command, input));
  if (code == 0) TRY(memory.delivered(batch.notices));
  return code;
}

[[noreturn]] void run(int gate, const std::string& command, const std::string& memory_path) {
  // Out of the terminal's and the parent's group: what ends those does not end a delivery half-way.
  ::setsid();
  // Locks of the parent are not its to keep: a command that hangs must not keep others from fetching.
  ::close_range(STDERR_FILENO + 1, static_cast<unsigned>(gate) - 1, 0);
  ::close_range(static_cast<unsigned>(gate) + 1, ~0u, 0);
  char go = 0;
  ssize_t got = 0;
  while ((got = ::read(gate, &go, 1)) < 0 && errno == EINTR) {
  }
  if (got != 1) ::_exit(0);
  const Result<int> code = deliver(command, memory_path);
  if (!code) std::fputs(("cordon: " + text::visible(code.error().describe(), 1'000) + "\n").c_str(), stderr);
  ::_exit(code ? std::min(*code, kFailed - 1) : kFailed);
}

}  // namespace

Result<Notifier> Notifier::start(const std::string& command, const std::string& memory_path) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return os::errno_error(errno, "cannot start the delivery of notices");
  os::FileDescriptor inner(ends[0]), outer(ends[1]);
  const pid_t process = ::fork();
  if (process < 0) return os::errno_error(errno, "cannot start the delivery of notices");
  if (process == 0) {
    ::close(outer.release());  // else the end of the parent would not be seen
    run(inner.get(), command, memory_path);
  }
  return Notifier(process, std::move(outer));
}

Notifier::Notifier(Notifier&& other) noexcept
    : process_(std::exchange(other.process_, -1)), gate_(std::move(other.gate_)) {}

Notifier::~Notifier() {
  if (process_ < 0) return;
  gate_ = {};
  wait();
}

int Notifier::wait() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : kFailed;
}

Result<int> Notifier::go() {
  const char go = 'g';
  if (::write(gate_.get(), &go, 1) != 1) return os::errno_error(errno, "cannot start the delivery of notices");
  const int code = wait();
  if (code == kFailed) return fail(ErrorCode::io, "what became known could not be delivered; it is the next time");
  return code;
}

}  // namespace cordon::app
