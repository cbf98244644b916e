#include "cli/outputs.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;

// A folder of its own for each test, removed at its end.
class Outputs : public ::testing::Test {
 protected:
  Outputs() {
    std::string pattern = (fs::temp_directory_path() / "cordon-outputs-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~Outputs() override { fs::remove_all(root_); }
  std::string path(const char* name) const { return (root_ / name).string(); }
  std::string content(const char* name) const {
    std::stringstream text;
    text << std::ifstream(root_ / name).rdbuf();
    return text.str();
  }
  static ErrorCode refused(const std::vector<std::string>& arguments) {
    const auto outputs = open_outputs(arguments, {"json", "sarif"});
    EXPECT_FALSE(outputs);
    return outputs ? ErrorCode::system : outputs.error().code;
  }
  fs::path root_;
};

TEST_F(Outputs, AFileIsReplacedOnlyWhenItIsWritten) {
  std::ofstream(root_ / "f") << "an old and longer result";
  OutputFile file = OutputFile::open(path("f")).value();
  EXPECT_EQ(content("f"), "an old and longer result");
  ASSERT_TRUE(file.write("new"));
  EXPECT_EQ(content("f"), "new");
}

TEST_F(Outputs, ANewFileThatNothingWasWrittenToIsRemoved) {
  {
    const OutputFile file = OutputFile::open(path("new")).value();
  }
  EXPECT_FALSE(fs::exists(path("new")));
  std::ofstream(root_ / "old") << "x";
  {
    const OutputFile file = OutputFile::open(path("old")).value();
  }
  EXPECT_EQ(content("old"), "x");
  ASSERT_TRUE(OutputFile::open(path("written")).value().write(""));
  EXPECT_TRUE(fs::exists(path("written")));
}

TEST_F(Outputs, ALinkInWhatIsLookedAtIsNotFollowed) {
  fs::create_directories(root_ / "app/deep");
  fs::create_directories(root_ / "elsewhere");
  std::ofstream(root_ / "victim") << "old";
  fs::create_symlink("../victim", root_ / "app/out.json");
  fs::create_symlink("../nowhere", root_ / "app/dangling.json");
  fs::create_directory_symlink("../elsewhere", root_ / "app/reports");
  fs::create_directory_symlink("app", root_ / "link");
  fs::create_symlink("victim", root_ / "own.json");
  for (const char* const each :
       {"app/out.json", "app/dangling.json", "app/reports/out.json", "app/deep/../out.json", "link/out.json"}) {
    const Result<void> done = refuse_project_files({"json=" + path(each)}, {path("app")});
    ASSERT_FALSE(done) << each;
    EXPECT_EQ(done.error().code, ErrorCode::usage);
    EXPECT_TRUE(done.error().message.contains("a link in what is looked at")) << done.error().message;
  }
  for (const char* const each : {"own.json", "app/plain.json", "link/plain.json", "elsewhere/out.json"})
    EXPECT_TRUE(refuse_project_files({"json=" + path(each)}, {path("app")})) << each;
}

TEST_F(Outputs, OneFileUnderTwoNamesIsRefusedBeforeAnythingIsWritten) {
  std::ofstream(root_ / "f") << "old";
  fs::create_hard_link(root_ / "f", root_ / "hard");
  fs::create_symlink("f", root_ / "soft");
  for (const std::string& other : {path("f"), path("hard"), path("soft"), (root_ / "." / "f").string()})
    EXPECT_EQ(refused({"json=" + path("f"), "sarif=" + other}), ErrorCode::usage) << other;
  EXPECT_EQ(content("f"), "old");
  EXPECT_EQ(refused({"json=" + path("new"), "sarif=" + (root_ / "." / "new").string()}), ErrorCode::usage);
  EXPECT_FALSE(fs::exists(path("new")));
  EXPECT_TRUE(open_outputs({"json=/dev/null", "sarif=/dev/null"}, {"json", "sarif"}));
}

TEST_F(Outputs, WhatIsNeitherFileNorPipeIsRefusedWithoutWaiting) {
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(refused({"json=" + path("fifo")}), ErrorCode::io);  // nobody reads
  EXPECT_EQ(refused({"json=" + root_.string()}), ErrorCode::io);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path("socket").copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_EQ(refused({"json=" + path("socket")}), ErrorCode::io);
  ::close(socket);
}

TEST_F(Outputs, APipeThatIsReadWorks) {
  ASSERT_EQ(::mkfifo(path("fifo").c_str(), 0600), 0);
  const int reader = ::open(path("fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  OutputFile file = OutputFile::open(path("fifo")).value();
  ASSERT_TRUE(file.write("x"));
  char byte = 0;
  EXPECT_EQ(::read(reader, &byte, 1), 1);
  ::close(reader);
}

TEST_F(Outputs, LockfilesAndManifestsOfWhatIsLookedAtAreNoPlaceForResults) {
  fs::create_directories(root_ / "app" / "packages");
  std::ofstream(root_ / "app" / "package-lock.json") << "{}";
  std::ofstream(root_ / "app" / "sent.txt") << "{}";
  fs::create_symlink("package-lock.json", root_ / "app" / "link.json");
  const auto refused_at = [&](const char* output, const char* target) {
    const Result<void> done = refuse_project_files({"json=" + path(output)}, {path(target)});
    return !done && done.error().code == ErrorCode::usage;
  };
  for (const char* output : {"app/package-lock.json", "app/link.json", "app/yarn.lock", "app/packages/package.json",
                             "app/packages/../pnpm-lock.yaml"})
    EXPECT_TRUE(refused_at(output, "app")) << output;
  fs::create_directories(root_ / "app" / ".github" / "workflows");
  for (const char* output : {"app/.github/workflows/ci.yml", "app/.github/workflows/new.yaml", "app/action.yml",
                             "app/cordon.yaml", "app/.npmrc", "app/.yarnrc.yml", "app/pnpm-workspace.yaml"})
    EXPECT_TRUE(refused_at(output, "app")) << output;
  EXPECT_TRUE(refused_at("app/.github/workflows/ci.yml", "app/.github"));
  EXPECT_FALSE(refused_at("app/ci.yml", "app"));
  EXPECT_FALSE(refused_at("app/.github/report.json", "app"));
  EXPECT_TRUE(refused_at("app/sent.txt", "app/sent.txt"));
  EXPECT_TRUE(refused_at("app/package.json", "app/package-lock.json"));
  EXPECT_FALSE(refused_at("app/report.json", "app/package-lock.json"));
  for (const char* output : {"app/report.json", "app/sent.txt", "package-lock.json", "app/bom.json"})
    EXPECT_FALSE(refused_at(output, "app")) << output;
  EXPECT_TRUE(refuse_project_files({"json", "json="}, {path("app")}));  // no place: said by open_outputs
}

TEST_F(Outputs, AnOpenDescriptorIsWrittenToWhereItStands) {
  const int open = ::open(path("f").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::write(open, "before ", 7), 7);
  const std::string name = "/dev/fd/" + std::to_string(open);
  {
    OutputFile file = OutputFile::open(name).value();
    ASSERT_TRUE(file.write("x"));
  }
  EXPECT_EQ(content("f"), "before x");
  EXPECT_EQ(refused({"json=" + name, "sarif=" + path("f")}), ErrorCode::usage);
  ::close(open);
  EXPECT_EQ(OutputFile::open(name).error().code, ErrorCode::io);
  const int read_only = ::open(path("f").c_str(), O_RDONLY | O_CLOEXEC);
  EXPECT_EQ(OutputFile::open("/dev/fd/" + std::to_string(read_only)).error().code, ErrorCode::io);
  ::close(read_only);
}

}  // namespace
}  // namespace cordon::cli
