#include "cli/lockfiles_from.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace cordon::cli {
namespace {

TEST(LockfilesFrom, ReadsFilesInTheOrderTheyAreNamed) {
  const std::string folder = ::testing::TempDir() + "cordon-lockfiles-from";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/old.json") << R"({"lockfileVersion": 3})";
  std::ofstream(folder + "/yarn.lock") << "# yarn lockfile v1\n";
  LockfilesFrom from;
  ASSERT_TRUE(from.find({folder + "/old.json", folder}, {}));
  const auto found = from.read_all({});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ((*found)[0].kind, app::LockfileKind::package_lock);
  EXPECT_EQ((*found)[1].kind, app::LockfileKind::yarn_classic);
  std::filesystem::remove_all(folder);
}

TEST(LockfilesFrom, FailsForWhatIsNoLockfileAndNoRevision) {
  LockfilesFrom from;
  EXPECT_FALSE(from.find({::testing::TempDir()}, {}));
  EXPECT_EQ(LockfilesFrom().find({""}, {}).error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace cordon::cli
