#include "inventory/guards.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

Guard guard(ConfigForm form, const std::string& text, std::string_view key) {
  for (const Guard& each : read_guards(form, text))
    if (each.key == key) return each;
  ADD_FAILURE() << key;
  return {};
}

std::int64_t level(ConfigForm form, const std::string& text, std::string_view key) {
  return guard(form, text, key).level;
}

TEST(Guards, AreSwitchesWithTheClientsOwnChoice) {
  using enum ConfigForm;
  EXPECT_EQ(level(npmrc, "", "strict-ssl"), 1);
  EXPECT_EQ(level(npmrc, "strict-ssl=false", "strict-ssl"), 0);
  EXPECT_EQ(level(npmrc, "strict-ssl = \"false\" ; x", "strict-ssl"), 0);
  EXPECT_EQ(level(npmrc, "", "ignore-scripts"), 0);
  EXPECT_EQ(level(npmrc, "ignore-scripts", "ignore-scripts"), 1);
  EXPECT_EQ(level(npmrc, "[section]\nignore-scripts=true", "ignore-scripts"), 0);
  EXPECT_EQ(level(npmrc, "# ignore-scripts=true", "ignore-scripts"), 0);
  EXPECT_EQ(level(yarnrc, "strict-ssl false", "strict-ssl"), 0);
  EXPECT_EQ(level(yarnrc, "--ignore-scripts true", "--ignore-scripts"), 1);
  EXPECT_EQ(level(yarnrc_yml, "enableScripts: false", "enableScripts"), 2);
  EXPECT_EQ(level(yarnrc_yml, "", "enableScripts"), 1);
  EXPECT_EQ(level(yarnrc_yml, "checksumBehavior: update", "checksumBehavior"), 0);
  EXPECT_EQ(level(yarnrc_yml, "", "checksumBehavior"), 1);
  EXPECT_EQ(level(pnpm_workspace, "dangerouslyAllowAllBuilds: true", "dangerouslyAllowAllBuilds"), 0);
  EXPECT_EQ(level(pnpm_workspace, "trustPolicy: no-downgrade", "trustPolicy"), 1);
  EXPECT_EQ(level(pnpm_workspace, "trustPolicy: off", "trustPolicy"), 0);
  EXPECT_EQ(level(bunfig, "[install]\nignoreScripts = true", "ignoreScripts"), 1);
}

TEST(Guards, AreAgesInMinutes) {
  using enum ConfigForm;
  EXPECT_EQ(level(npmrc, "min-release-age=3", "min-release-age"), 3 * 24 * 60);
  EXPECT_EQ(level(pnpm_workspace, "minimumReleaseAge: 1440", "minimumReleaseAge"), 1440);
  EXPECT_EQ(level(yarnrc_yml, "npmMinimalAgeGate: 7d", "npmMinimalAgeGate"), 7 * 24 * 60);
  EXPECT_EQ(level(yarnrc_yml, "npmMinimalAgeGate: \"2 h\"", "npmMinimalAgeGate"), 120);
  EXPECT_EQ(level(bunfig, "[install]\nminimumReleaseAge = 600", "minimumReleaseAge"), 10);
  EXPECT_EQ(level(yarnrc_yml, "npmMinimalAgeGate: soon", "npmMinimalAgeGate"), 0);
  EXPECT_EQ(level(npmrc, "min-release-age=99999999999999999999", "min-release-age"), 0);
}

TEST(Guards, HaveTheirPlace) {
  const Guard found = guard(ConfigForm::npmrc, "a=b\nstrict-ssl=true\nstrict-ssl=false\n", "strict-ssl");
  EXPECT_EQ(found.line, 3u);  // the last word counts
  EXPECT_EQ(found.value, "false");
  EXPECT_EQ(guard(ConfigForm::npmrc, "", "strict-ssl").line, 0u);
}

TEST(Guards, ATextThatCannotBeReadSaysNothing) {
  EXPECT_EQ(level(ConfigForm::pnpm_workspace, "{", "strictSsl"), 1);
  EXPECT_EQ(level(ConfigForm::bunfig, "[", "ignoreScripts"), 0);
}

}  // namespace
}  // namespace cordon::inventory
