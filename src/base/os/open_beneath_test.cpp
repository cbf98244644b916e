#include "base/os/open_beneath.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

namespace cordon::os {
namespace {

namespace fs = std::filesystem;

// Every test asks both resolvers; where this kernel has no openat2, both are the walk.
class OpenBeneathTest : public ::testing::TestWithParam<Resolver> {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "cordon-beneath-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    fs::create_directories(home_ / "root/a/b");
    std::ofstream(home_ / "root/a/file") << "inside";
    std::ofstream(home_ / "secret") << "outside";
    root_ = FileDescriptor(open((home_ / "root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (GetParam() == Resolver::kernel && best_resolver(root_.get()) != Resolver::kernel)
      GTEST_SKIP() << "this kernel has no openat2, or a filter refuses it";
  }
  void TearDown() override { fs::remove_all(home_); }

  void link(const char* target, const char* name) const { fs::create_symlink(target, home_ / "root" / name); }

  // The content of a file, "folder" or "link" for what is no file, or the code of the error.
  std::string opened(std::string_view path, int flags = O_RDONLY) const {
    const Result<FileDescriptor> file = open_beneath(root_.get(), path, flags, GetParam());
    if (!file) return std::string(to_string(file.error().code));
    EXPECT_NE(fcntl(file->get(), F_GETFD) & FD_CLOEXEC, 0);
    struct stat facts{};
    EXPECT_EQ(fstat(file->get(), &facts), 0);
    if (S_ISDIR(facts.st_mode)) return "folder";
    if (S_ISLNK(facts.st_mode)) return "link";
    char bytes[16];
    const ssize_t size = read(file->get(), bytes, sizeof bytes);
    return size < 0 ? "file" : std::string(bytes, static_cast<std::size_t>(size));
  }

  fs::path home_;
  FileDescriptor root_;
};

TEST_P(OpenBeneathTest, OpensWhatIsInside) {
  EXPECT_EQ(opened("a/file"), "inside");
  EXPECT_EQ(opened("a//./file"), "inside");
  EXPECT_EQ(opened("a/b/../file"), "inside");
  EXPECT_EQ(opened("a/b/"), "folder");
  EXPECT_EQ(opened(""), "folder");
  EXPECT_EQ(opened("."), "folder");
  EXPECT_EQ(opened("a/.."), "folder");
}

TEST_P(OpenBeneathTest, OpensNothingOutside) {
  link("../secret", "up");
  link("a/b/../../../secret", "winding");
  fs::create_symlink(home_ / "secret", home_ / "root/absolute");
  fs::create_symlink(home_ / "root/a/file", home_ / "root/absolute-inside");
  link("..", "parent");
  for (const char* path : {"..", "../secret", "a/../../secret", "/etc/passwd", "/", "up", "winding", "absolute",
                           "absolute-inside", "parent", "parent/secret", "parent/root/a/file"})
    for (const int flags : {O_RDONLY, O_PATH, O_WRONLY | O_TRUNC})
      EXPECT_EQ(opened(path, flags), "outside_root") << path << " " << flags;
  EXPECT_EQ(fs::file_size(home_ / "secret"), 7u);
}

TEST_P(OpenBeneathTest, FollowsLinksUnlessToldNotTo) {
  link("a/file", "file");
  link("a", "folder");
  EXPECT_EQ(opened("file"), "inside");
  EXPECT_EQ(opened("folder/file"), "inside");
  EXPECT_EQ(opened("file", O_RDONLY | O_NOFOLLOW), "symlink_loop");
  EXPECT_EQ(opened("file", O_PATH | O_NOFOLLOW), "link");
  EXPECT_EQ(opened("folder/file", O_RDONLY | O_NOFOLLOW), "inside");  // only the last part is meant
  EXPECT_EQ(opened("folder", O_PATH | O_NOFOLLOW), "link");
}

TEST_P(OpenBeneathTest, ASlashAtTheEndAsksForAFolder) {
  link("a/file", "file");
  link("a", "folder");
  link("a/file/", "slash");
  EXPECT_EQ(opened("a/file/"), "not_found");
  EXPECT_EQ(opened("a/file/."), "not_found");
  EXPECT_EQ(opened("file/"), "not_found");
  EXPECT_EQ(opened("slash"), "not_found");
  EXPECT_EQ(opened("folder/", O_PATH | O_NOFOLLOW), "folder");
}

TEST_P(OpenBeneathTest, LinksThatDoNotEndAreALoop) {
  link("loop", "loop");
  link("b/x", "a/a");
  EXPECT_EQ(opened("loop"), "symlink_loop");
  EXPECT_EQ(opened("loop/x"), "symlink_loop");
  std::string before = "a/file";
  for (int i = 1; i <= 41; ++i) {
    const std::string name = "link" + std::to_string(i);
    link(before.c_str(), name.c_str());
    before = name;
  }
  EXPECT_EQ(opened("link40"), "inside");  // what path_resolution(7) allows
  EXPECT_EQ(opened("link41"), "symlink_loop");
}

TEST_P(OpenBeneathTest, FailsWithTheCodeOfTheReason) {
  ASSERT_EQ(mkfifo((home_ / "root/fifo").c_str(), 0600), 0);
  link("nowhere", "dangling");
  EXPECT_EQ(opened("missing"), "not_found");
  EXPECT_EQ(opened("missing/file"), "not_found");
  EXPECT_EQ(opened("dangling"), "not_found");
  EXPECT_EQ(opened("a/file/x"), "not_found");
  EXPECT_EQ(opened("a/file", O_RDONLY | O_DIRECTORY), "not_found");
  EXPECT_EQ(opened(std::string(256, 'n')), "not_found");
  EXPECT_EQ(opened(std::string_view("a/file\0", 7)), "not_found");
  EXPECT_EQ(opened("a", O_WRONLY), "not_a_regular_file");
  EXPECT_EQ(opened("fifo", O_WRONLY | O_NONBLOCK), "not_a_regular_file");  // nobody reads from it
}

TEST_P(OpenBeneathTest, WithoutPermissionSaysSo) {
  fs::permissions(home_, fs::perms::all);
  fs::permissions(home_ / "root", fs::perms::all);
  fs::create_directory(home_ / "root/locked");
  std::ofstream(home_ / "root/locked/file") << "x";
  fs::permissions(home_ / "root/locked", fs::perms::none);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);  // root may open everything
    _exit(opened("locked") == "permission_denied" && opened("locked/file") == "permission_denied" ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  fs::permissions(home_ / "root/locked", fs::perms::owner_all);
}

TEST_P(OpenBeneathTest, PathsLongerThanTheKernelTakesAreWalked) {
  EXPECT_EQ(opened(std::string(5'000, '/').replace(0, 1, "a") + "file"), "inside");
  std::string up;
  for (int i = 0; i < 2'000; ++i) up += "a/../";
  EXPECT_EQ(opened(up + "a/file"), "inside");
  EXPECT_EQ(opened(up + "../secret"), "outside_root");
}

INSTANTIATE_TEST_SUITE_P(Resolvers, OpenBeneathTest, ::testing::Values(Resolver::kernel, Resolver::walk),
                         [](const auto& each) { return each.param == Resolver::kernel ? "Kernel" : "Walk"; });

TEST(OpenBeneath, AWalkHoldsABoundedNumberOfDirectories) {
  std::string name = ::testing::TempDir() + "cordon-deep-XXXXXX";
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  std::string path;
  for (int i = 0; i < 257; ++i) path += "d/";
  fs::create_directories(fs::path(name) / path);
  const FileDescriptor root(open(name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  const auto open_at = [&](std::size_t folders) {
    return open_beneath(root.get(), path.substr(0, 2 * folders - 1), O_RDONLY, Resolver::walk);
  };
  EXPECT_TRUE(open_at(257));
  std::ofstream(fs::path(name) / path / "file") << "x";
  EXPECT_EQ(open_beneath(root.get(), path + "file", O_RDONLY, Resolver::walk).error().code, ErrorCode::too_deep);
  fs::remove_all(name);
}

TEST(OpenBeneath, ErrnoValuesHaveCodes) {
  const auto code = [](int number) { return errno_error(number, "x").error().code; };
  EXPECT_EQ(code(ENOENT), ErrorCode::not_found);
  EXPECT_EQ(code(EPERM), ErrorCode::permission_denied);
  EXPECT_EQ(code(EXDEV), ErrorCode::outside_root);
  EXPECT_EQ(code(ELOOP), ErrorCode::symlink_loop);
  EXPECT_EQ(code(EISDIR), ErrorCode::not_a_regular_file);
  EXPECT_EQ(code(EFBIG), ErrorCode::too_large);
  EXPECT_EQ(code(EIO), ErrorCode::io);
  EXPECT_EQ(code(EMFILE), ErrorCode::system);
  EXPECT_EQ(code(99'999), ErrorCode::system);  // a number without a name
}

}  // namespace
}  // namespace cordon::os
