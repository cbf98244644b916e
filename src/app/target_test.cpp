#include "app/target.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

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

TEST(Target, ShowsPathsBelowTheArgument) {
  EXPECT_EQ((Target{".", nullptr, {}, {}}).display("a/b"), "a/b");
  EXPECT_EQ((Target{"x/", nullptr, {}, {}}).display("a/b"), "x/a/b");
  EXPECT_EQ((Target{"x/yarn.lock", nullptr, "yarn.lock", {}}).display("yarn.lock"), "x/yarn.lock");
  EXPECT_EQ((Target{".", nullptr, {}, "node_modules"}).display("node_modules/a"), "a");
}

}  // namespace
}  // namespace cordon::app
