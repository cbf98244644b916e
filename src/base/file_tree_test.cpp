#include "base/file_tree.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/os/open_beneath.h"

namespace cordon {
namespace {

namespace fs = std::filesystem;

// A folder of its own for every test, removed at its end.
class DirectoryTreeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "cordon-tree-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    home_ = name;
    root_ = home_ / "root";
    fs::create_directory(root_);
    write(home_ / "secret", "outside");
    tree_ = open_directory(root_.string()).value();
  }
  void TearDown() override { fs::remove_all(home_); }

  static void write(const fs::path& path, std::string_view content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
  }
  std::string read(std::string_view path, std::uint64_t limit = 1 << 20) const {
    const auto content = tree_->read(path, limit);
    return content ? *content : "error:" + std::string(to_string(content.error().code));
  }

  fs::path home_, root_;
  std::unique_ptr<FileTree> tree_;
};

TEST_F(DirectoryTreeTest, ReadsWholeFilesOfEverySize) {
  for (const std::size_t size : {0, 1, 4094, 4095, 4096, 4097, 100'000}) {
    write(root_ / "a/file", std::string(size, 'x'));
    EXPECT_EQ(read("a/file").size(), size);
  }
}

TEST_F(DirectoryTreeTest, TellsWhereALinkEndsAlsoOutside) {
  write(root_ / "a/file", "");
  fs::create_symlink("../a", root_ / "a/up");
  fs::create_symlink(root_, root_ / "root");
  fs::create_symlink("up/file", root_ / "a/absolute");
  fs::create_symlink(home_ / "secret", root_ / "out");
  fs::create_symlink("..", root_ / "above");
  fs::create_symlink("/nonexistent/x", root_ / "dangling");
  fs::create_symlink("loop", root_ / "loop");
  ASSERT_EQ(::mkfifo((home_ / "fifo").c_str(), 0600), 0);
  fs::create_symlink("../fifo", root_ / "fifo");
  const auto end = [&](const char* path) {
    const auto found = tree_->link_end(path);
    if (!found) return "error:" + std::string(to_string(found.error().code));
    const char* kinds[] = {"file", "directory", "symlink", "other"};
    return std::string(kinds[static_cast<int>(found->kind)]) + " " + found->inside.value_or("outside");
  };
  EXPECT_EQ(end("a/up"), "directory a");
  EXPECT_EQ(end("root"), "directory ");
  EXPECT_EQ(end("a/absolute"), "file a/file");
  EXPECT_EQ(end("out"), "file outside");
  EXPECT_EQ(end("above"), "directory outside");
  EXPECT_EQ(end("fifo"), "other outside");
  EXPECT_EQ(end("dangling"), "error:not_found");
  EXPECT_EQ(end("loop"), "error:symlink_loop");
  EXPECT_EQ(end("a"), "error:wrong_type");
  EXPECT_EQ(end("absent"), "error:not_found");
}

TEST_F(DirectoryTreeTest, ListsSortedByBytesWithKinds) {
  write(root_ / "b", "");
  write(root_ / "B/x", "");
  write(root_ / "\xC3\xA9", "");
  write(root_ / ".a", "");
  fs::create_symlink("b", root_ / "link");
  ASSERT_EQ(mkfifo((root_ / "fifo").c_str(), 0600), 0);
  std::string names;
  std::vector<EntryKind> kinds;
  const auto entries = tree_->list("");
  ASSERT_TRUE(entries.has_value());
  for (const DirectoryEntry& entry : *entries) {
    names += entry.name + " ";
    kinds.push_back(entry.kind);
  }
  EXPECT_EQ(names, ".a B b fifo link \xC3\xA9 ");
  using enum EntryKind;
  EXPECT_EQ(kinds, (std::vector{file, directory, file, other, symlink, file}));
}

TEST_F(DirectoryTreeTest, FollowsLinksThatStayInside) {
  write(root_ / "a/b/file", "content");
  fs::create_symlink("../a/b/../b/file", root_ / "a/link");
  fs::create_symlink("a/b", root_ / "directory");
  EXPECT_EQ(read("a/link"), "content");
  EXPECT_EQ(read("directory/file"), "content");
  EXPECT_EQ(tree_->list("directory").value().size(), 1u);
  EXPECT_EQ(tree_->info("directory").value().kind, EntryKind::symlink);
  EXPECT_EQ(tree_->read_link("a/link").value(), "../a/b/../b/file");
}

TEST_F(DirectoryTreeTest, NeverLeavesTheRoot) {
  fs::create_symlink("../secret", root_ / "up");
  fs::create_symlink(home_ / "secret", root_ / "absolute");
  fs::create_symlink(root_ / "up", root_ / "absolute-inside");
  fs::create_symlink("..", root_ / "parent");
  fs::create_symlink("loop", root_ / "loop");
  EXPECT_EQ(read("up"), "error:outside_root");
  EXPECT_EQ(read("absolute"), "error:outside_root");
  EXPECT_EQ(read("absolute-inside"), "error:outside_root");
  EXPECT_EQ(read("parent/secret"), "error:outside_root");
  EXPECT_EQ(read("../secret"), "error:outside_root");
  EXPECT_EQ(read("/etc/passwd"), "error:outside_root");
  EXPECT_EQ(read("loop"), "error:symlink_loop");
  EXPECT_EQ(tree_->list("parent").error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree_->info("../secret").error().code, ErrorCode::outside_root);
}

TEST_F(DirectoryTreeTest, TellsWhyAFileCannotBeRead) {
  write(root_ / "file", "12345");
  fs::create_directory(root_ / "directory");
  EXPECT_EQ(read("missing"), "error:not_found");
  EXPECT_EQ(read("file/below"), "error:not_found");
  EXPECT_EQ(read(std::string(300, 'n')), "error:not_found");
  EXPECT_EQ(read(std::string("file\0x", 6)), "error:not_found");
  EXPECT_EQ(read("directory"), "error:not_a_regular_file");
  EXPECT_EQ(read("file", 4), "error:too_large");
  EXPECT_EQ(read("file", 5), "12345");
  EXPECT_EQ(tree_->list("file").error().code, ErrorCode::not_found);
  EXPECT_EQ(tree_->read_link("file").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(open_directory((root_ / "file").string()).error().code, ErrorCode::not_found);
  EXPECT_EQ(open_directory((root_ / "missing").string()).error().code, ErrorCode::not_found);
}

TEST_F(DirectoryTreeTest, NeverWaitsForAFifoNorReadsADevice) {
  ASSERT_EQ(mkfifo((root_ / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(read("fifo"), "error:not_a_regular_file");
  const auto devices = open_directory("/dev").value();
  EXPECT_EQ(devices->read("zero", 100).error().code, ErrorCode::not_a_regular_file);
  EXPECT_EQ(devices->info("null").value().kind, EntryKind::other);
}

TEST_F(DirectoryTreeTest, ReadsFilesWhoseSizeTheSystemDoesNotSay) {
  const auto process = open_directory("/proc/self").value();
  EXPECT_EQ(process->info("status").value().size, 0u);
  EXPECT_GT(process->read("status", 1 << 20).value().size(), 100u);
  EXPECT_EQ(process->read("status", 10).error().code, ErrorCode::too_large);
  EXPECT_EQ(process->read("exe", 1 << 30).error().code, ErrorCode::symlink_loop);  // a magic link
}

TEST_F(DirectoryTreeTest, ReadsAFileThatGrowsMeanwhile) {
  write(root_ / "log", "start");
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    std::ofstream log(root_ / "log", std::ios::app);
    for (int i = 0; i < 20'000 && !stop; ++i) log << "0123456789" << std::flush;
  });
  for (int i = 0; i < 200; ++i) {
    const std::string content = read("log", 64 << 20);
    ASSERT_TRUE(content.starts_with("start")) << content.substr(0, 40);
    for (std::size_t at = 5; at < content.size(); ++at)
      ASSERT_EQ(content[at], '0' + static_cast<char>((at - 5) % 10));  // every byte as written: none lost, none stale
  }
  stop = true;
  writer.join();
}

TEST_F(DirectoryTreeTest, WithoutPermissionSaysSo) {
  if (geteuid() == 0) {
    // Root reads everything: let a child without privileges ask.
    fs::permissions(home_, fs::perms::all);
    fs::permissions(root_, fs::perms::all);
  }
  write(root_ / "locked", "x");
  fs::permissions(root_ / "locked", fs::perms::none);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
    const auto content = tree_->read("locked", 10);
    _exit(!content && content.error().code == ErrorCode::permission_denied ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

// Both resolvers must say the same about every path: the walk is what old kernels run.
TEST_F(DirectoryTreeTest, TheWalkAgreesWithTheKernel) {
  write(root_ / "a/b/file", "content");
  fs::create_symlink("../a/b/../b/file", root_ / "a/link");
  fs::create_symlink("a/b", root_ / "directory");
  fs::create_symlink("directory", root_ / "twice");
  fs::create_symlink("../secret", root_ / "up");
  fs::create_symlink("/etc", root_ / "absolute");
  fs::create_symlink("..", root_ / "parent");
  fs::create_symlink("a/..", root_ / "self");
  fs::create_symlink("loop", root_ / "loop");
  fs::create_symlink("missing", root_ / "dangling");
  std::string chain = "a/b/file";
  for (int i = 0; i < 45; ++i) {
    fs::create_symlink(chain, root_ / ("chain" + std::to_string(i)));
    chain = "chain" + std::to_string(i);
  }
  const os::FileDescriptor root(open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (os::best_resolver(root.get()) != os::Resolver::kernel) GTEST_SKIP() << "this kernel has no openat2";
  const auto describe = [&](std::string_view path, int flags, os::Resolver resolver) {
    auto opened = os::open_beneath(root.get(), path, flags, resolver);
    if (!opened) return std::string(to_string(opened.error().code));
    struct stat facts{};
    EXPECT_EQ(fstat(opened->get(), &facts), 0);
    return std::to_string(facts.st_ino) + " " + std::to_string(facts.st_mode);
  };
  for (const std::string path : {"",
                                 "a",
                                 "a/b/file",
                                 "a/link",
                                 "directory",
                                 "directory/file",
                                 "directory/missing",
                                 "twice",
                                 "twice/file",
                                 "up",
                                 "absolute",
                                 "absolute/passwd",
                                 "parent",
                                 "parent/secret",
                                 "self",
                                 "self/a/b/file",
                                 "loop",
                                 "loop/x",
                                 "dangling",
                                 "dangling/x",
                                 "a/b/file/x",
                                 "chain5",
                                 "chain38",
                                 "chain39",
                                 "chain40",
                                 "chain44",
                                 "..",
                                 "a/../a",
                                 "a/../..",
                                 "/etc",
                                 "a//b"}) {
    for (const int flags : {O_RDONLY, O_RDONLY | O_DIRECTORY, O_PATH, O_PATH | O_NOFOLLOW}) {
      EXPECT_EQ(describe(path, flags, os::Resolver::walk), describe(path, flags, os::Resolver::kernel))
          << path << " with flags " << flags;
    }
  }
}

TEST_F(DirectoryTreeTest, ReachesFilesBeyondTheLongestPathOfTheKernel) {
  const std::string part(250, 'd');
  std::string path;
  int here = open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  ASSERT_GE(here, 0);
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(mkdirat(here, part.c_str(), 0700), 0);
    const int next = openat(here, part.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    close(here);
    ASSERT_GE(next, 0);
    here = next;
    path += part + "/";
  }
  const int file = openat(here, "file", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::write(file, "deep", 4), 4);
  close(file);
  close(here);
  EXPECT_EQ(read(path + "file"), "deep");
  EXPECT_EQ(tree_->list(path).value().size(), 1u);
}

TEST(MemoryTree, ListsImpliedDirectoriesOnce) {
  const MemoryTree tree({{"a/x", "1"}, {"a/y/z", "22"}, {"a-b", ""}, {"a/y/w", ""}, {"b", ""}});
  std::string names;
  for (const DirectoryEntry& entry : tree.list("").value())
    names += entry.name + (entry.kind == EntryKind::directory ? "/ " : " ");
  EXPECT_EQ(names, "a/ a-b b ");
  EXPECT_EQ(tree.list("a/y").value().size(), 2u);
  EXPECT_EQ(tree.list("a/./y/").value().size(), 2u);
  EXPECT_EQ(tree.list("missing").error().code, ErrorCode::not_found);
  EXPECT_EQ(tree.list("b").error().code, ErrorCode::not_found);
}

TEST(MemoryTree, AnswersAsADirectoryWould) {
  const MemoryTree tree({{"a/y/z", "22"}});
  EXPECT_EQ(tree.read("a/y/z", 2).value(), "22");
  EXPECT_EQ(tree.read("a/y/z", 1).error().code, ErrorCode::too_large);
  EXPECT_EQ(tree.read("a/y", 9).error().code, ErrorCode::not_a_regular_file);
  EXPECT_EQ(tree.read("a/q", 9).error().code, ErrorCode::not_found);
  EXPECT_EQ(tree.read("a/../../x", 9).error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree.read("/a", 9).error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree.info("a/y/z").value().size, 2u);
  EXPECT_EQ(tree.info("").value().kind, EntryKind::directory);
  EXPECT_EQ(tree.read_link("a/y/z").error().code, ErrorCode::wrong_type);
  EXPECT_TRUE(MemoryTree({}).list("").value().empty());
}

}  // namespace
}  // namespace cordon
