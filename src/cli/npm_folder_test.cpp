#include "cli/npm_folder.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

namespace cordon::cli {
namespace {

TEST(NpmFolder, IsTheOneThatIsThere) {
  char name[] = "/tmp/cordon-npm-XXXXXX";
  const std::string home = ::mkdtemp(name);
  const char* const old = ::getenv("HOME");
  const std::string kept = old == nullptr ? "" : old;
  ::setenv("HOME", home.c_str(), 1);
  std::vector<model::FileUnread> unread;
  EXPECT_EQ(npm_folder({}, unread), "");
  EXPECT_TRUE(unread.empty());
  std::filesystem::create_directory(home + "/.npm");
  EXPECT_EQ(npm_folder({}, unread), home + "/.npm");
  ::setenv("HOME", kept.c_str(), 1);
  std::filesystem::remove_all(home);
}

}  // namespace
}  // namespace cordon::cli
