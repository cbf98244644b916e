#include "cli/terminal_secret.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

#include "base/os/file_descriptor.h"
#include "base/os/write_all.h"

namespace cordon::cli {
namespace {

constexpr std::size_t kMostBytes = 1'024;

// Keys come one by one, none is shown, and none ends the program: the terminal must be set back first.
class SilentTerminal {
 public:
  explicit SilentTerminal(int descriptor) : descriptor_(descriptor) {
    if (::tcgetattr(descriptor_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    changed_ = ::tcsetattr(descriptor_, TCSAFLUSH, &silent) == 0;
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (changed_) ::tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }
  bool silent() const { return changed_; }

 private:
  int descriptor_;
  bool changed_ = false;
  termios before_{};
};

// What is typed until Enter.
Result<crypto::Secret> read_line(int terminal) {
  constexpr unsigned char kInterrupt = 3, kEnd = 4, kBackspace = 8, kClear = 21, kDelete = 127;
  crypto::Secret typed(kMostBytes);
  std::size_t size = 0;
  for (;;) {
    unsigned char key = 0;
    const ssize_t got = ::read(terminal, &key, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || key == kInterrupt || key == kEnd) return fail(ErrorCode::usage, "broken off");
    if (key == '\n' || key == '\r') break;
    if (key == kBackspace || key == kDelete) {
      // A character of UTF-8 goes as a whole.
      while (size > 0 && (typed.bytes()[--size] & 0xC0) == 0x80) continue;
    } else if (key == kClear) {
      size = 0;
    } else if (size == kMostBytes) {
      return fail(ErrorCode::too_large, "more than 1024 bytes");
    } else {
      typed.bytes()[size++] = key;
    }
  }
  return crypto::Secret(typed.text().substr(0, size));
}

}  // namespace

Result<crypto::Secret> read_terminal_secret(int terminal, std::string_view prompt) {
  const SilentTerminal silent(terminal);
  if (!silent.silent()) return fail(ErrorCode::usage, "this terminal shows what is typed");
  TRY(os::write_all(terminal, prompt));
  Result<crypto::Secret> line = read_line(terminal);
  TRY(os::write_all(terminal, "\n"));
  return line;
}

Result<crypto::Secret> read_terminal_secret(std::string_view prompt) {
  const os::FileDescriptor terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!terminal.valid())
    return fail(ErrorCode::usage,
                "no terminal to ask for the password on: use --password-file or CORDON_PACK_PASSWORD");
  return read_terminal_secret(terminal.get(), prompt);
}

}  // namespace cordon::cli
