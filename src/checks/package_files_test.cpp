#include "checks/package_files.h"

#include <gtest/gtest.h>

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::installed;
using testing::package;

TEST(PackageFiles, AreThoseOfTheInstalledReleaseOfThatVersion) {
  const MemoryTree tree({{"node_modules/a/package.json", R"({"name": "a", "version": "1.0.0"})"},
                         {"node_modules/a/index.js", "require('used')"}});
  Project project;
  project.tree = &tree;
  project.installed = installed({package("a", "1.0.0")});
  const change::PackageLookup files = package_files(project);
  const change::PackageFacts* facts = files(package("a", "1.0.0"));
  ASSERT_NE(facts, nullptr);
  EXPECT_TRUE(facts->is_installed);
  EXPECT_TRUE(facts->named.contains("used"));
  EXPECT_EQ(files(package("a", "1.0.1")), nullptr);
}

TEST(PackageFiles, AnArchiveComesFirst) {
  change::PackageFacts archive;
  Project project;
  project.archives = [&](const model::Component&) { return &archive; };
  EXPECT_EQ(package_files(project)(package("a", "1.0.0")), &archive);
}

}  // namespace
}  // namespace cordon::checks
