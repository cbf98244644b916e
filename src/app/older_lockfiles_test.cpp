#include "app/older_lockfiles.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

TEST(OlderLockfiles, AreKnownByTheirContent) {
  EXPECT_EQ(kind_of_lockfile("\xEF\xBB\xBF{\"lockfileVersion\": 3}").value(), LockfileKind::package_lock);
  EXPECT_EQ(kind_of_lockfile("# yarn lockfile v1\n").value(), LockfileKind::yarn_classic);
  EXPECT_EQ(kind_of_lockfile("lockfileVersion: '9.0'\n").value(), LockfileKind::pnpm);
  EXPECT_EQ(kind_of_lockfile("__metadata:\n  version: 8\n").error().code, ErrorCode::unsupported_format);
  EXPECT_EQ(kind_of_lockfile("{\"name\": \"x\"}").error().code, ErrorCode::unsupported_format);
}

TEST(OlderLockfiles, AreThoseOfAFolderOrOneFile) {
  const MemoryTree tree({{"package-lock.json", "{\"lockfileVersion\": 3}"},
                         {"yarn.lock", "# yarn lockfile v1\n"},
                         {"old.bak", "lockfileVersion: '9.0'\n"},
                         {"below/package-lock.json", "{}"}});
  const auto all = older_lockfiles(tree, "", "old");
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2u);
  EXPECT_EQ(all->front().display_path, "old/package-lock.json");
  EXPECT_EQ(older_lockfiles(tree, "old.bak", "old/old.bak")->front().kind, LockfileKind::pnpm);
  EXPECT_EQ(older_lockfiles(tree, "none", "none").error().code, ErrorCode::not_found);
  EXPECT_EQ(older_lockfiles(MemoryTree({{"a", "b"}}), "", "x").error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::app
