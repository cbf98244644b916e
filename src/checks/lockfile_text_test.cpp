#include "checks/lockfile_text.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

using testing::Words;

TEST(LockfileText, ConflictsAndDuplicateKeysAreFoundWithTheirLines) {
  Project project;
  project.lockfiles = {testing::lockfile({})};
  project.lockfiles[0].conflicts = {{"package-lock.json", 3}, {"package-lock.json", 9}};
  project.lockfiles[0].duplicates = {{"node_modules/a", 5, 7}};
  const auto findings = testing::run(check_lockfile_text, project);
  ASSERT_EQ(testing::rules(findings), (Words{"lockfile.conflict-markers 2", "lockfile.duplicate-key 1"}));
  EXPECT_EQ(findings[0].severity, model::Severity::high);
  EXPECT_EQ(findings[0].evidence[1].locator, "package-lock.json:9");
  EXPECT_EQ(findings[1].evidence[0].locator, "package-lock.json:5");
  EXPECT_NE(findings[1].evidence[0].excerpt.find("line 7"), std::string::npos);
}

TEST(LockfileText, AKeyThatHidesTextIsMadeVisible) {
  Project project;
  project.lockfiles = {testing::lockfile({})};
  project.lockfiles[0].duplicates = {{"a\x1b[2K", 1, 2}};
  EXPECT_EQ(testing::run(check_lockfile_text, project)[0].evidence[0].excerpt.find('\x1b'), std::string::npos);
}

TEST(LockfileText, ACleanFileGivesNothing) {
  Project project;
  project.lockfiles = {testing::lockfile({testing::package("a", "1.0.0")})};
  EXPECT_TRUE(testing::run(check_lockfile_text, project).empty());
}

}  // namespace
}  // namespace cordon::checks
