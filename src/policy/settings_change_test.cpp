#include "policy/settings_change.h"

#include <gtest/gtest.h>

namespace cordon::policy {
namespace {

std::vector<std::string> excerpts(const model::Finding& finding) {
  std::vector<std::string> out;
  for (const model::Evidence& each : finding.evidence) out.push_back(each.excerpt);
  return out;
}

std::optional<model::Finding> changed(std::optional<std::string> before, std::optional<std::string> now) {
  return settings_changed({"cordon.yaml", std::move(before)}, {"cordon.yaml", std::move(now)}, "1234 (main)");
}

TEST(SettingsChange, ShowsTheLinesThatDiffer) {
  const auto finding = changed("policy:\n  fail_on: low\n", "# new\npolicy:\n\n  fail_on: critical\n");
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(finding->rule_id, "policy.settings-changed");
  EXPECT_EQ(finding->severity, model::Severity::medium);
  EXPECT_EQ(excerpts(*finding), (std::vector<std::string>{"+   fail_on: critical", "-   fail_on: low",
                                                          "judged by the settings of 1234 (main)"}));
  EXPECT_EQ(finding->evidence[0].locator, "cordon.yaml:4");
}

TEST(SettingsChange, IsNoneWhereOnlyCommentsDiffer) {
  EXPECT_FALSE(changed("policy:\n  fail_on: low\n", "# a\npolicy:\r\n  fail_on: low  \n\n").has_value());
  EXPECT_FALSE(changed(std::nullopt, std::nullopt).has_value());
  EXPECT_FALSE(changed(std::nullopt, "# nothing\n").has_value());
}

TEST(SettingsChange, TellsAFileThatCameOrWent) {
  EXPECT_NE(changed(std::nullopt, "waivers: []\n")->title.find("brings settings"), std::string::npos);
  EXPECT_NE(changed("waivers: []\n", std::nullopt)->title.find("removes"), std::string::npos);
}

TEST(SettingsChange, TellsLinesThatMoved) {
  const auto finding = changed("a:\n  - x\nb:\n", "a:\nb:\n  - x\n");
  ASSERT_TRUE(finding.has_value());
  EXPECT_EQ(excerpts(*finding)[0], "the same lines, elsewhere");
}

TEST(SettingsChange, TellsAFileThatTookThePlaceOfAnother) {
  EXPECT_TRUE(settings_changed({"../cordon.yaml", "a: 1\n"}, {"cordon.yaml", "a: 1\n"}, "x").has_value());
}

TEST(SettingsChange, ShowsNoPasswords) {
  const auto finding = changed(std::nullopt, "intel:\n  proxy: http://user:geheim@proxy.example.test\n");
  for (const std::string& each : excerpts(*finding)) EXPECT_EQ(each.find("geheim"), std::string::npos) << each;
}

TEST(SettingsChange, ShowsSomeOfVeryMany) {
  std::string many;
  for (int i = 0; i < 500; ++i) many += "k" + std::to_string(i) + ": 1\n";
  EXPECT_LT(changed(std::nullopt, many)->evidence.size(), 50u);
}

}  // namespace
}  // namespace cordon::policy
