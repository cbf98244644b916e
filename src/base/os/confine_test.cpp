#include "base/os/confine.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>
#include <vector>

#include "base/os/landlock.h"

namespace cordon::os {
namespace {

namespace fs = std::filesystem;

enum class As { root, nobody };

// A folder with something to read, somewhere to write, and something forbidden; open to everybody, so that only the
// confinement decides. Each question is asked by a child process, since confinement cannot be undone.
class ConfineTest : public ::testing::TestWithParam<As> {
 protected:
  void SetUp() override {
    if (GetParam() == As::root && geteuid() != 0) GTEST_SKIP() << "needs root";
    if (landlock_abi() == 0) GTEST_SKIP() << "this kernel has no Landlock";
    std::string name = ::testing::TempDir() + "cordon-confine-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    for (const char* folder : {"in", "out", "other"}) {
      fs::create_directory(home_ / folder);
      std::ofstream(home_ / folder / "file") << "content";
    }
    std::ofstream(home_ / "report") << "old";
    for (const auto& entry : fs::recursive_directory_iterator(home_)) fs::permissions(entry, fs::perms::all);
    fs::permissions(home_, fs::perms::all);
  }
  void TearDown() override {
    if (!home_.empty()) fs::remove_all(home_);
  }

  using Questions = std::vector<std::function<bool()>>;

  // A child confines itself and then asks. 0, or the number of the first question whose answer was no; 100 and above:
  // it could not even start.
  int ask(const Questions& questions) const {
    const pid_t child = fork();
    if (child == 0) {
      if (GetParam() == As::nobody && geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(100);
      const auto report = confine({{home_ / "in"}, {home_ / "out", home_ / "report", home_ / "missing" / "x"}});
      if (report.has_value()) _exit(101);  // the folder of a missing output must exist
      const auto confined = confine({{home_ / "in", home_ / "absent"}, {home_ / "out", home_ / "report"}});
      if (!confined || !confined->landlock || !confined->seccomp) _exit(102);
      for (std::size_t i = 0; i < questions.size(); ++i)
        if (!questions[i]()) _exit(static_cast<int>(i) + 1);
      _exit(0);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
    return WEXITSTATUS(status);
  }
  bool can_open(const fs::path& path, int flags) const {
    const int file = open((home_ / path).c_str(), flags | O_CLOEXEC, 0600);
    if (file >= 0) close(file);
    return file >= 0;
  }

  fs::path home_;
};

// The kernel's own answer, without a C library in between.
template <class... Arguments>
bool refused(long call, Arguments... arguments) {
  return syscall(call, arguments...) == -1 && errno == EPERM;
}

TEST_P(ConfineTest, ReadsWhatItMayReadAndNothingElse) {
  EXPECT_EQ(ask({
                [&] { return can_open("in/file", O_RDONLY) && can_open("in", O_RDONLY | O_DIRECTORY); },
                [&] { return !can_open("other/file", O_RDONLY) && errno == EACCES; },
                [&] { return !can_open("other", O_RDONLY | O_DIRECTORY) && errno == EACCES; },
                [&] { return open("/etc/passwd", O_RDONLY) == -1 && errno == EACCES; },
            }),
            0);
}

TEST_P(ConfineTest, WritesWhatItMayWriteAndNothingElse) {
  EXPECT_EQ(ask({
                [&] { return can_open("out/new", O_WRONLY | O_CREAT | O_EXCL); },
                [&] {
                  return rename((home_ / "out/new").c_str(), (home_ / "out/renamed").c_str()) == 0 &&
                         unlink((home_ / "out/renamed").c_str()) == 0;
                },
                [&] { return can_open("report", O_WRONLY | O_TRUNC); },
                [&] { return !can_open("in/file", O_WRONLY) && errno == EACCES; },
                [&] { return !can_open("in/new", O_WRONLY | O_CREAT) && errno == EACCES; },
                [&] { return truncate((home_ / "in/file").c_str(), 0) == -1 && errno == EACCES; },
                [&] { return unlink((home_ / "in/file").c_str()) == -1 && errno == EACCES; },
                [&] { return symlink("/etc", (home_ / "out/link").c_str()) == -1 && errno == EACCES; },
                [&] { return chmod((home_ / "in/file").c_str(), 0777) == -1 && errno == EPERM; },
                [&] { return refused(SYS_fchmodat, AT_FDCWD, (home_ / "out/file").c_str(), 04777); },
            }),
            0);
}

TEST_P(ConfineTest, CannotTalkToAnyone) {
  EXPECT_EQ(ask({
                [] { return socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM; },
                [] { return socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EPERM; },
                [] { return socket(AF_NETLINK, SOCK_RAW, 0) == -1 && errno == EPERM; },
                [] { return refused(SYS_connect, 0, nullptr, 0) && refused(SYS_sendto, 0, "x", 1, 0, nullptr, 0); },
                [] { return refused(SYS_io_uring_setup, 1, nullptr); },
            }),
            0);
}

TEST_P(ConfineTest, CannotRunProgramsOrTouchOtherProcesses) {
  EXPECT_EQ(ask({
                [] { return execl("/bin/true", "true", nullptr) == -1 && errno == EPERM; },
                [] { return refused(SYS_execveat, AT_FDCWD, "/bin/true", nullptr, nullptr, 0); },
            }),
            0);
  const pid_t parent = getpid();
  EXPECT_EQ(ask({
                [&] { return refused(SYS_kill, parent, 0) && refused(SYS_kill, -1, 0) && refused(SYS_kill, 0, 0); },
                [&] { return refused(SYS_tgkill, parent, parent, 0) && refused(SYS_pidfd_open, parent, 0); },
                [&] { return refused(SYS_ptrace, 16, parent, 0, 0); },
                [&] { return refused(SYS_process_vm_readv, parent, nullptr, 0, nullptr, 0, 0); },
                [&] { return refused(SYS_prlimit64, parent, RLIMIT_CPU, nullptr, nullptr); },
                [] { return refused(SYS_ioctl, 0, TIOCSTI, "x"); },
            }),
            0);
}

TEST_P(ConfineTest, CannotReachTheRestOfTheKernel) {
  EXPECT_EQ(ask({
                [] { return refused(SYS_bpf, 0, nullptr, 0) && refused(SYS_perf_event_open, nullptr, 0, 0, 0, 0); },
                [] { return refused(SYS_mount, nullptr, "/", nullptr, 0, nullptr) && refused(SYS_umount2, "/", 0); },
                [] { return refused(SYS_unshare, CLONE_NEWUSER) && refused(SYS_setns, 0, 0); },
                [] { return refused(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr); },
                [] { return refused(SYS_keyctl, 0, 0, 0, 0, 0) && refused(SYS_userfaultfd, 0); },
                [] { return refused(SYS_open_by_handle_at, 0, nullptr, 0) && refused(SYS_finit_module, 0, "", 0); },
                [] { return syscall(SYS_clone3, nullptr, 0) == -1 && errno == ENOSYS; },
                [] { return syscall(600) == -1 && errno == ENOSYS; },
            }),
            0);
}

TEST_P(ConfineTest, KeepsWhatAScanNeeds) {
  EXPECT_EQ(ask({
                [&] {
                  bool read_in_thread = false;
                  std::thread([&] {
                    read_in_thread = can_open("in/file", O_RDONLY) && !can_open("other/file", O_RDONLY);
                  }).join();
                  return read_in_thread;
                },
                [] {
                  return mmap(nullptr, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                         MAP_FAILED;
                },
                [] { return kill(getpid(), 0) == 0; },
                [] {
                  rlimit limit{};
                  return getrlimit(RLIMIT_NOFILE, &limit) == 0;
                },
                [] {
                  timespec now{};
                  return clock_gettime(CLOCK_REALTIME, &now) == 0 && usleep(1) == 0;
                },
            }),
            0);
  const int before = open((home_ / "other/file").c_str(), O_RDONLY | O_CLOEXEC);
  char byte = 0;
  EXPECT_EQ(ask({
                [&] { return read(before, &byte, 1) == 1; },
            }),
            0);
  close(before);
}

TEST_P(ConfineTest, ReachesThreadsThatRanBeforeByItsFilter) {
  EXPECT_EQ(ask({
                [] { return true; },
            }),
            0);
  const pid_t child = fork();
  if (child == 0) {
    std::atomic<int> stage = 0;
    bool refused_there = false;
    std::thread early([&] {
      while (stage == 0) std::this_thread::yield();
      refused_there = socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM;
    });
    const auto report = confine({});
    stage = 1;
    early.join();
    _exit(report && report->seccomp && !report->why_not.empty() && refused_there ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

INSTANTIATE_TEST_SUITE_P(Users, ConfineTest, ::testing::Values(As::root, As::nobody),
                         [](const auto& parameter) { return parameter.param == As::root ? "Root" : "Nobody"; });

}  // namespace
}  // namespace cordon::os
