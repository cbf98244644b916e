#include "app/target.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace cordon::app {
namespace {

namespace fs = std::filesystem;

TEST(Target, ANodeModulesGivenByItselfStandsInItsTree) {
  std::string pattern = (fs::temp_directory_path() / "cordon-target-XXXXXX").string();
  const fs::path root = ::mkdtemp(pattern.data());
  fs::create_directories(root / "node_modules" / "a");
  for (const std::string& argument : {(root / "node_modules").string(), (root / "node_modules").string() + "/"}) {
    const Target target = open_target(argument).value();
    EXPECT_TRUE(target.tree->info("node_modules/a")) << argument;
    EXPECT_EQ(target.display("node_modules/a"), (root / "node_modules" / "a").string());
    EXPECT_EQ(target.display("node_modules"), (root / "node_modules").string());
  }
  const Target inside = open_target((root / "node_modules" / "a").string()).value();
  EXPECT_TRUE(inside.mounted_at.empty());
  fs::remove_all(root);
}

TEST(Target, APipeIsReadToItsEnd) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "{}", 2), 2);
  ::close(ends[1]);
  const std::string argument = "/dev/fd/" + std::to_string(ends[0]);
  const Target target = open_target_or_pipe(argument, 100).value();
  EXPECT_EQ(target.only_file, std::to_string(ends[0]));
  EXPECT_EQ(target.display(target.only_file), argument);
  EXPECT_TRUE(target.place.empty());
  EXPECT_EQ(target.tree->read(target.only_file, 100).value(), "{}");
  EXPECT_EQ(open_target_or_pipe(argument, 100).error().code, ErrorCode::truncated);  // nothing is left in it
  ::close(ends[0]);
}

TEST(Target, APipeHasALimitAndIsNotWaitedFor) {
  std::string pattern = (fs::temp_directory_path() / "cordon-target-XXXXXX").string();
  const fs::path root = ::mkdtemp(pattern.data());
  const std::string fifo = (root / "fifo").string();
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_EQ(open_target_or_pipe(fifo, 100).error().code, ErrorCode::truncated);  // nobody writes
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "12345", 5), 5);
  ::close(ends[1]);
  EXPECT_EQ(open_target_or_pipe("/dev/fd/" + std::to_string(ends[0]), 4).error().code, ErrorCode::too_large);
  ::close(ends[0]);
  EXPECT_TRUE(open_target_or_pipe(root.string(), 4).value().only_file.empty());  // a folder is what it was
  fs::remove_all(root);
}

TEST(Target, WhatIsNoFileIsRefused) {
  std::string pattern = (fs::temp_directory_path() / "cordon-target-XXXXXX").string();
  const fs::path root = ::mkdtemp(pattern.data());
  ASSERT_EQ(::mkfifo((root / "yarn.lock").c_str(), 0600), 0);
  fs::create_symlink("yarn.lock", root / "link");
  for (const std::string& argument :
       {(root / "yarn.lock").string(), (root / "link").string(), std::string("/dev/null")})
    EXPECT_EQ(open_target(argument).error().code, ErrorCode::not_a_regular_file) << argument;
  EXPECT_EQ(open_target((root / "absent").string()).error().code, ErrorCode::not_found);
  fs::remove_all(root);
}

TEST(Target, IsReadWithoutCredentials) {
  std::string pattern = (fs::temp_directory_path() / "cordon-target-XXXXXX").string();
  const fs::path root = ::mkdtemp(pattern.data());
  fs::create_directory(root / "node_modules");
  for (const fs::path& path : {root / "yarn.lock", root / "node_modules" / "yarn.lock"})
    std::ofstream(path) << "https://user:s3cret@b.invalid/";
  const auto shown = [](const fs::path& argument, const char* inside) {
    return open_target(argument.string()).value().tree->read(inside, 100).value();
  };
  EXPECT_EQ(shown(root, "yarn.lock"), "https://redacted@b.invalid/");
  EXPECT_EQ(shown(root / "yarn.lock", "yarn.lock"), "https://redacted@b.invalid/");
  EXPECT_EQ(shown(root / "node_modules", "node_modules/yarn.lock"), "https://redacted@b.invalid/");
  fs::remove_all(root);
}

TEST(Target, KnowsTheFolderThatItsTreeIsOf) {
  const auto folder = [](const char* argument, const char* only_file) {
    Target target;
    target.argument = argument;
    target.only_file = only_file;
    return target.folder();
  };
  EXPECT_EQ(folder("a/b", ""), "a/b");
  EXPECT_EQ(folder("a/package-lock.json", "package-lock.json"), "a");
  EXPECT_EQ(folder("package-lock.json", "package-lock.json"), ".");
  EXPECT_EQ(folder("/package-lock.json", "package-lock.json"), "/");
}

TEST(Target, ShowsPathsBelowTheArgument) {
  EXPECT_EQ((Target{".", nullptr, {}, {}}).display("a/b"), "a/b");
  EXPECT_EQ((Target{"x/", nullptr, {}, {}}).display("a/b"), "x/a/b");
  EXPECT_EQ((Target{"x/yarn.lock", nullptr, "yarn.lock", {}}).display("yarn.lock"), "x/yarn.lock");
  EXPECT_EQ((Target{".", nullptr, {}, "node_modules"}).display("node_modules/a"), "a");
}

}  // namespace
}  // namespace cordon::app
