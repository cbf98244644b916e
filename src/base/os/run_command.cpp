#include "base/os/run_command.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include <cerrno>
#include <chrono>
#include <thread>

#include "base/os/file_descriptor.h"
#include "base/os/open_beneath.h"
#include "base/os/write_all.h"

namespace cordon::os {

Result<int> run_command(const std::string& command, std::string_view input, unsigned most_seconds) {
  // A file in memory, not a pipe: a command that does not read its input keeps nobody waiting.
  const FileDescriptor file(::memfd_create("input", MFD_CLOEXEC));
  if (!file.valid()) return errno_error(errno, "cannot keep the input of a command");
  TRY(write_all(file.get(), input));
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return errno_error(errno, "cannot keep the input of a command");
  const pid_t child = ::fork();
  if (child < 0) return errno_error(errno, "cannot start a command");
  if (child == 0) {
    ::setpgid(0, 0);
    if (::dup2(file.get(), STDIN_FILENO) == STDIN_FILENO)
      ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(most_seconds);
  for (;;) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return errno_error(errno, "cannot wait for a command");
    if (std::chrono::steady_clock::now() > end) ::kill(-child, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace cordon::os
