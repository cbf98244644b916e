#include "cli/progress_line.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/os/file_descriptor.h"

namespace cordon::cli {
namespace {

using os::FileDescriptor;

enum class Kind { terminal, pipe };

// A child that shows progress on its standard error until it is told to end.
class Watched {
 public:
  Watched(Kind kind, bool off) {
    FileDescriptor theirs;
    if (kind == Kind::terminal) {
      shown_ = FileDescriptor(posix_openpt(O_RDWR | O_NOCTTY));
      if (!shown_.valid() || grantpt(shown_.get()) != 0 || unlockpt(shown_.get()) != 0) return;
      theirs = FileDescriptor(open(ptsname(shown_.get()), O_RDWR | O_NOCTTY));
    } else {
      int ends[2];
      if (pipe(ends) != 0) return;
      shown_ = FileDescriptor(ends[0]);
      theirs = FileDescriptor(ends[1]);
    }
    int gate[2];
    if (!theirs.valid() || pipe(gate) != 0) return;
    child_ = fork();
    if (child_ == 0) {
      close(gate[1]);
      dup2(theirs.get(), STDERR_FILENO);
      show(off, gate[0]);
    }
    close(gate[0]);
    go_on_ = FileDescriptor(gate[1]);
    theirs_ = std::move(theirs);
  }
  ~Watched() {
    if (child_ > 0) end();
  }
  Watched(const Watched&) = delete;

  bool started() const { return child_ > 0; }

  // Everything shown until `text` has been; "" after ten seconds without.
  std::string until(std::string_view text) {
    while (seen_.find(text) == std::string::npos)
      if (!more(10'000)) return {};
    return seen_;
  }
  std::string so_far() {
    while (more(0)) {
    }
    return seen_;
  }
  // Lets the child remove the line and end; what it showed in all.
  std::string end() {
    EXPECT_EQ(write(go_on_.get(), "x", 1), 1);
    int status = 0;
    EXPECT_EQ(waitpid(child_, &status, 0), child_);
    EXPECT_EQ(status, 0);
    child_ = 0;
    return so_far();
  }

 private:
  [[noreturn]] static void show(bool off, int gate) {
    app::Progress progress;
    progress.entries_seen = 7041;
    progress.projects_found = 93;
    progress.projects_done = 58;
    {
      const ProgressLine line(progress, off);
      char byte = 0;
      if (read(gate, &byte, 1) != 1) _exit(1);
    }
    _exit(0);
  }
  bool more(int timeout_ms) {
    pollfd waiting{shown_.get(), POLLIN, 0};
    if (poll(&waiting, 1, timeout_ms) != 1 || (waiting.revents & POLLIN) == 0) return false;
    char bytes[1024];
    const ssize_t size = read(shown_.get(), bytes, sizeof bytes);
    if (size <= 0) return false;
    seen_.append(bytes, static_cast<std::size_t>(size));
    return true;
  }

  pid_t child_ = 0;
  FileDescriptor shown_, theirs_, go_on_;
  std::string seen_;
};

constexpr std::string_view kErase = "\r\033[K";

TEST(ProgressLine, ShowsOnATerminalOnlyAndCleansUp) {
  Watched terminal(Kind::terminal, false), off(Kind::terminal, true), no_terminal(Kind::pipe, false);
  if (!terminal.started() || !off.started()) GTEST_SKIP() << "no pseudo-terminals here";
  ASSERT_TRUE(no_terminal.started());
  const std::string shown = terminal.until("93");
  EXPECT_TRUE(shown.starts_with(kErase)) << shown;
  for (const char* number : {"7041", "58"}) EXPECT_NE(shown.find(number), std::string::npos) << number;
  EXPECT_EQ(shown.find('\n'), std::string::npos);
  // By now the others would have shown theirs.
  EXPECT_EQ(off.so_far(), "");
  EXPECT_EQ(no_terminal.so_far(), "");
  const std::string all = terminal.end();
  EXPECT_TRUE(all.ends_with(kErase)) << all;
  EXPECT_EQ(off.end(), "");
  EXPECT_EQ(no_terminal.end(), "");
}

TEST(ProgressLine, WhatIsDoneWithinASecondShowsNothing) {
  Watched terminal(Kind::terminal, false);
  if (!terminal.started()) GTEST_SKIP() << "no pseudo-terminals here";
  EXPECT_EQ(terminal.end(), "");
}

}  // namespace
}  // namespace cordon::cli
