#include "base/os/landlock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <vector>

namespace cordon::os {
namespace {

namespace fs = std::filesystem;

// A folder with a file in each of three folders. What a ruleset does is asked of a child, since it cannot be undone.
class LandlockTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (landlock_abi() == 0) GTEST_SKIP() << "this kernel has no Landlock, or it is switched off";
    std::string name = ::testing::TempDir() + "cordon-landlock-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    for (const char* folder : {"read", "write", "other"}) {
      fs::create_directory(home_ / folder);
      std::ofstream(home_ / folder / "file") << "content";
    }
  }
  void TearDown() override {
    if (!home_.empty()) fs::remove_all(home_);
  }

  struct Grant {
    const char* path;
    PathRights rights;
  };
  using Questions = std::vector<std::function<bool()>>;

  // 0, or the number of the first question that a confined child answers with no; 100 and above: it was not confined.
  int ask(const std::vector<Grant>& grants, const Questions& questions) const {
    const pid_t child = fork();
    if (child == 0) {
      const Result<Ruleset> ruleset = Ruleset::create(landlock_abi());
      if (!ruleset) _exit(100);
      for (const Grant& grant : grants) {
        const FileDescriptor path(open((home_ / grant.path).c_str(), O_PATH | O_CLOEXEC));
        if (!path.valid() || !ruleset->grant(path.get(), grant.rights)) _exit(101);
      }
      if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !ruleset->enforce()) _exit(102);
      for (std::size_t i = 0; i < questions.size(); ++i)
        if (!questions[i]()) _exit(static_cast<int>(i) + 1);
      _exit(0);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
    return WEXITSTATUS(status);
  }
  bool opens(const char* path, int flags) const {
    const FileDescriptor file(open((home_ / path).c_str(), flags | O_CLOEXEC, 0600));
    return file.valid();
  }
  bool refuses(const char* path, int flags) const { return !opens(path, flags) && errno == EACCES; }

  fs::path home_;
};

TEST_F(LandlockTest, ARulesetThatGrantsNothingClosesEverything) {
  EXPECT_EQ(ask({}, {[&] { return refuses("read/file", O_RDONLY); }, [&] { return refuses("", O_RDONLY); },
                     [&] { return refuses("other/new", O_WRONLY | O_CREAT); },
                     [] { return open("/proc/self/status", O_RDONLY) == -1 && errno == EACCES; }}),
            0);
}

TEST_F(LandlockTest, AFolderIsGrantedWithAllBelowItAndNothingBeside) {
  fs::create_directories(home_ / "read/a/b");
  std::ofstream(home_ / "read/a/b/file") << "x";
  EXPECT_EQ(
      ask({{"read", PathRights::read}},
          {[&] { return opens("read", O_RDONLY | O_DIRECTORY); }, [&] { return opens("read/a/b/file", O_RDONLY); },
           [&] { return refuses("", O_RDONLY | O_DIRECTORY); }, [&] { return refuses("other/file", O_RDONLY); },
           [&] { return refuses("read/../other/file", O_RDONLY); }}),
      0);
}

TEST_F(LandlockTest, ReadingIsNotWriting) {
  EXPECT_EQ(ask({{"read", PathRights::read}},
                {[&] { return refuses("read/file", O_WRONLY); }, [&] { return refuses("read/file", O_RDWR); },
                 [&] { return refuses("read/new", O_WRONLY | O_CREAT); },
                 [&] { return mkdir((home_ / "read/new").c_str(), 0700) == -1 && errno == EACCES; },
                 [&] { return unlink((home_ / "read/file").c_str()) == -1 && errno == EACCES; },
                 [&] { return rename((home_ / "read/file").c_str(), (home_ / "read/x").c_str()) == -1; }}),
            0);
  EXPECT_TRUE(fs::exists(home_ / "read/file"));
}

TEST_F(LandlockTest, WritingCoversFilesAndFoldersOnly) {
  EXPECT_EQ(ask({{"write", PathRights::write}},
                {[&] { return opens("write/new", O_RDWR | O_CREAT | O_EXCL); },
                 [&] { return opens("write/file", O_WRONLY | O_TRUNC); },
                 [&] { return mkdir((home_ / "write/folder").c_str(), 0700) == 0; },
                 [&] { return rename((home_ / "write/new").c_str(), (home_ / "write/folder/x").c_str()) == 0; },
                 [&] { return unlink((home_ / "write/folder/x").c_str()) == 0; },
                 [&] { return rmdir((home_ / "write/folder").c_str()) == 0; },
                 [&] { return symlink("x", (home_ / "write/link").c_str()) == -1 && errno == EACCES; },
                 [&] { return mkfifo((home_ / "write/fifo").c_str(), 0600) == -1 && errno == EACCES; },
                 [&] { return rename((home_ / "write/file").c_str(), (home_ / "other/x").c_str()) == -1; }}),
            0);
}

TEST_F(LandlockTest, AFileIsGrantedAlone) {
  std::ofstream(home_ / "write/beside") << "x";
  EXPECT_EQ(ask({{"write/file", PathRights::write}, {"read/file", PathRights::read}},
                {[&] { return opens("write/file", O_WRONLY | O_TRUNC); }, [&] { return opens("read/file", O_RDONLY); },
                 [&] { return refuses("read/file", O_WRONLY); }, [&] { return refuses("write/beside", O_WRONLY); },
                 [&] { return refuses("read", O_RDONLY | O_DIRECTORY); },
                 [&] { return unlink((home_ / "write/file").c_str()) == -1 && errno == EACCES; }}),
            0);
}

TEST_F(LandlockTest, NoTcpPortIsEverGranted) {
  if (landlock_abi() < 4) GTEST_SKIP() << "this kernel's Landlock knows no network (ABI 4)";
  EXPECT_EQ(ask({}, {[] {
                       const FileDescriptor channel(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
                       sockaddr_in address{};
                       address.sin_family = AF_INET;
                       address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
                       const auto* generic = reinterpret_cast<const sockaddr*>(&address);
                       return channel.valid() && bind(channel.get(), generic, sizeof address) == -1 && errno == EACCES;
                     },
                     [] {
                       const FileDescriptor channel(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
                       sockaddr_in address{};
                       address.sin_family = AF_INET;
                       address.sin_port = htons(9);
                       address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
                       const auto* generic = reinterpret_cast<const sockaddr*>(&address);
                       return connect(channel.get(), generic, sizeof address) == -1 && errno == EACCES;
                     }}),
            0);
}

TEST_F(LandlockTest, SignalsStayInside) {
  if (landlock_abi() < 6) GTEST_SKIP() << "this kernel's Landlock does not bound signals (ABI 6)";
  const pid_t parent = getpid();
  EXPECT_EQ(ask({}, {[&] { return kill(parent, 0) == -1 && errno == EPERM; }, [] { return kill(getpid(), 0) == 0; }}),
            0);
}

// What an older kernel would be asked for is a part of what this one knows.
TEST_F(LandlockTest, EveryOlderVersionConfinesFiles) {
  for (int abi = 1; abi <= landlock_abi(); ++abi) {
    const pid_t child = fork();
    if (child == 0) {
      const Result<Ruleset> ruleset = Ruleset::create(abi);
      if (!ruleset) _exit(1);
      const FileDescriptor folder(open((home_ / "read").c_str(), O_PATH | O_CLOEXEC));
      if (!ruleset->grant(folder.get(), PathRights::write)) _exit(2);
      if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !ruleset->enforce()) _exit(3);
      _exit(opens("read/file", O_RDWR) && refuses("other/file", O_RDONLY) ? 0 : 4);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 0) << abi;
  }
}

TEST_F(LandlockTest, FailsForWhatIsNoPathAndWithoutNoNewPrivs) {
  const Ruleset ruleset = Ruleset::create(landlock_abi()).value();
  EXPECT_EQ(ruleset.grant(-1, PathRights::read).error().code, ErrorCode::system);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);  // root needs no no_new_privs
    const auto enforced = ruleset.enforce();
    _exit(!enforced && enforced.error().code == ErrorCode::permission_denied ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace cordon::os
