#include "cli/command_folders.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::cli {
namespace {

namespace fs = std::filesystem;
using Folders = std::vector<std::string>;

class CommandFolders : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(root_ / "packages/a");
    fs::create_directories(root_ / "alone");
    root_ = fs::canonical(root_);
    std::ofstream(root_ / "alone/yarn.lock") << "# yarn lockfile v1\n";
  }
  void TearDown() override { fs::remove_all(root_); }
  Folders of(const std::vector<std::string>& command, const char* here) const {
    return lockfile_folders(command, (root_ / here).string());
  }
  std::string at(const char* path) const { return (root_ / path).string(); }

  fs::path root_ = fs::temp_directory_path() / ("command_folders_" + std::to_string(::getpid()));
};

TEST_F(CommandFolders, AMemberOfAWorkspaceHasItsRootsLockfile) {
  std::ofstream(root_ / "package.json") << R"({"workspaces": ["packages/*"]})";
  EXPECT_EQ(of({"yarn", "add", "x"}, "packages/a"), (Folders{at("packages/a"), root_.string()}));
  std::ofstream(root_ / "package.json") << "{}";
  std::ofstream(root_ / "bun.lock") << "{}";
  EXPECT_EQ(of({"bun", "add", "x"}, "packages/a"), (Folders{at("packages/a"), root_.string()}));
}

TEST_F(CommandFolders, ALockfileOfItsOwnIsTheOne) {
  std::ofstream(root_ / "yarn.lock") << "";
  EXPECT_EQ(of({"yarn"}, "alone"), Folders{at("alone")});
}

TEST_F(CommandFolders, WordsSendTheClientElsewhere) {
  std::ofstream(root_ / "yarn.lock") << "";
  EXPECT_EQ(of({"yarn", "--cwd", "../alone", "add", "x"}, "alone/../packages"),
            (Folders{at("packages"), root_.string(), at("alone")}));
  EXPECT_EQ(of({"npm", "--prefix=alone", "ci"}, "."), (Folders{root_.string(), at("alone")}));
  EXPECT_EQ(of({"pnpm", "-C", "nowhere", "i"}, "alone"), Folders{at("alone")});
  EXPECT_EQ(of({"pnpm", "-C"}, "alone"), Folders{at("alone")});
}

}  // namespace
}  // namespace cordon::cli
