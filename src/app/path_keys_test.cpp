#include "app/path_keys.h"

#include <gtest/gtest.h>

#include <vector>

#include "model/finding.h"

namespace cordon::app {
namespace {

PathKeys keys_of(const std::vector<std::pair<std::string, std::string>>& arguments) {
  std::vector<Target> targets;
  for (const auto& [argument, only_file] : arguments) targets.push_back({argument, nullptr, only_file, {}});
  return PathKeys(targets);
}

TEST(PathKeys, LeaveOutWhereACheckoutStands) {
  EXPECT_EQ(keys_of({{"/home/a/project", ""}}).key("/home/a/project/web/yarn.lock"), "web/yarn.lock");
  EXPECT_EQ(keys_of({{"/builds/7//project/.", ""}}).key("/builds/7//project/./web/yarn.lock"), "web/yarn.lock");
  EXPECT_EQ(keys_of({{"/", ""}}).key("/srv/yarn.lock"), "srv/yarn.lock");
}

TEST(PathKeys, AreTheSameForALockfileAndItsFolder) {
  EXPECT_EQ(keys_of({{"/srv/project/yarn.lock", "yarn.lock"}}).key("/srv/project/yarn.lock"), "yarn.lock");
  EXPECT_EQ(keys_of({{"/yarn.lock", "yarn.lock"}}).key("/yarn.lock"), "yarn.lock");
}

TEST(PathKeys, KeepARelativePathHoweverItIsSpelled) {
  for (const std::string argument : {"web", "./web", "web/", ".//web/."})
    EXPECT_EQ(keys_of({{argument, ""}}).key(argument + "/yarn.lock"), "web/yarn.lock") << argument;
  EXPECT_EQ(keys_of({{"../other", ""}}).key("../other/yarn.lock"), "../other/yarn.lock");
}

TEST(PathKeys, TellSeveralArgumentsApart) {
  const PathKeys keys = keys_of({{"/srv/app", ""}, {"/srv/api", ""}});
  EXPECT_EQ(keys.key("/srv/app/yarn.lock"), "app/yarn.lock");
  EXPECT_EQ(keys.key("/srv/api/yarn.lock"), "api/yarn.lock");
  const PathKeys nested = keys_of({{"/srv", ""}, {"/srv/api", ""}});
  EXPECT_EQ(nested.key("/srv/api/yarn.lock"), "api/yarn.lock");
  const PathKeys mixed = keys_of({{".", ""}, {"/srv/api", ""}});
  EXPECT_NE(mixed.key("yarn.lock"), mixed.key("/srv/api/yarn.lock"));
}

TEST(PathKeys, LeaveOtherPathsAlone) {
  EXPECT_EQ(keys_of({{"/srv/api", ""}}).key("/srv/api-two/yarn.lock"), "/srv/api-two/yarn.lock");
}

TEST(PathKeys, GiveAFindingTheIdOfItsKey) {
  model::Finding finding;
  finding.rule_id = "source.git";
  finding.subject = model::file_subject("/srv/api/yarn.lock", 7);
  keys_of({{"/srv/api", ""}}).identify(finding);
  EXPECT_EQ(finding.id, model::finding_id("source.git", model::file_subject("yarn.lock")));
  EXPECT_EQ(finding.subject.path, "/srv/api/yarn.lock");
}

}  // namespace
}  // namespace cordon::app
