#include "policy/age_window.h"

#include <gtest/gtest.h>

namespace cordon::policy {
namespace {

constexpr std::int64_t kHour = 3'600, kDay = 24 * kHour;
constexpr const char* kToday = "2026-12-01";

AgeWindow window(const std::string& text, std::int64_t own = 3 * kDay) {
  const auto settings = read_settings(text, "cordon.yaml");
  EXPECT_TRUE(settings) << settings.error().describe();
  return age_window(settings.value_or(Settings{}), own, kToday);
}

std::string fragment(AgeTool tool, const AgeWindow& of) { return age_fragment(tool, of).text; }

std::string rule(const std::string& more) {
  return "policy:\n  rules:\n    - id: old\n      owner: kim\n      reason: a test\n" + more;
}

TEST(AgeWindow, IsTheGatesOwnWhereNoRuleAsksForMore) {
  EXPECT_EQ(window("").seconds, 3 * kDay);
  EXPECT_EQ(window(rule("      minimum_age: 1d\n")).seconds, 3 * kDay);
  EXPECT_EQ(window(rule("      minimum_age: 14d\n")).seconds, 14 * kDay);
  EXPECT_EQ(window(rule("      minimum_age: 14d\n      mode: observe\n")).seconds, 3 * kDay);
  EXPECT_EQ(window(rule("      minimum_age: 14d\n      expires: 2026-11-30\n")).seconds, 3 * kDay);
  EXPECT_EQ(window(rule("      minimum_age: 14d\n      expires: 2026-12-01\n")).seconds, 14 * kDay);
  EXPECT_EQ(window(rule("      minimum_age: 14d\n      packages: [axios]\n")).seconds, 3 * kDay);
}

TEST(AgeWindow, SaysEachNumberAsTheToolCountsIt) {
  const AgeWindow three{3 * kDay, {}, {}};
  EXPECT_EQ(fragment(AgeTool::renovate, three),
            "{\n  \"internalChecksFilter\": \"strict\",\n  \"packageRules\": [\n    {\n      \"matchDatasources\": [\n"
            "        \"npm\"\n      ],\n      \"minimumReleaseAge\": \"3 days\"\n    }\n  ]\n}\n");
  EXPECT_EQ(fragment(AgeTool::dependabot, three), "cooldown:\n  default-days: 3\n");
  EXPECT_EQ(fragment(AgeTool::npm, three), "min-release-age=3\n");
  EXPECT_EQ(fragment(AgeTool::pnpm, three), "minimumReleaseAge: 4320\n");
  EXPECT_EQ(fragment(AgeTool::yarn, three), "npmMinimalAgeGate: 4320\n");
  EXPECT_EQ(fragment(AgeTool::bun, three), "[install]\nminimumReleaseAge = 259200\n");
}

TEST(AgeWindow, RoundsUp) {
  const AgeWindow odd{kDay + 61, {}, {}};
  EXPECT_NE(fragment(AgeTool::renovate, odd).find("\"1442 minutes\""), std::string::npos);
  EXPECT_NE(fragment(AgeTool::renovate, {36 * kHour, {}, {}}).find("\"36 hours\""), std::string::npos);
  EXPECT_NE(fragment(AgeTool::renovate, {kDay, {}, {}}).find("\"1 day\""), std::string::npos);
  EXPECT_NE(fragment(AgeTool::renovate, {0, {}, {}}).find("\"minimumReleaseAge\": null"), std::string::npos);
  EXPECT_EQ(fragment(AgeTool::dependabot, odd), "cooldown:\n  default-days: 2\n");
  EXPECT_EQ(fragment(AgeTool::npm, odd), "min-release-age=2\n");
  EXPECT_EQ(fragment(AgeTool::pnpm, odd), "minimumReleaseAge: 1442\n");
  EXPECT_EQ(fragment(AgeTool::bun, odd), "[install]\nminimumReleaseAge = 86461\n");
  EXPECT_EQ(fragment(AgeTool::npm, {0, {}, {}}), "min-release-age=0\n");
}

TEST(AgeWindow, CarriesOverWhatMayBeOfAnyAge) {
  const AgeWindow of = window("private:\n  scopes: [\"@acme\"]\n  names: [acme-tools]\n");
  EXPECT_EQ(fragment(AgeTool::dependabot, of),
            "cooldown:\n  default-days: 3\n  exclude:\n    - \"@acme/*\"\n    - \"acme-tools\"\n");
  EXPECT_EQ(fragment(AgeTool::npm, of),
            "min-release-age=3\nmin-release-age-exclude[]=@acme/*\nmin-release-age-exclude[]=acme-tools\n");
  EXPECT_EQ(fragment(AgeTool::pnpm, of),
            "minimumReleaseAge: 4320\nminimumReleaseAgeExclude:\n  - \"@acme/*\"\n  - \"acme-tools\"\n");
  EXPECT_EQ(fragment(AgeTool::yarn, of),
            "npmMinimalAgeGate: 4320\nnpmPreapprovedPackages:\n  - \"@acme/*\"\n  - \"acme-tools\"\n");
  // bun knows whole names only.
  const AgeFragment bun = age_fragment(AgeTool::bun, of);
  EXPECT_EQ(bun.text, "[install]\nminimumReleaseAge = 259200\nminimumReleaseAgeExcludes = [\"acme-tools\"]\n");
  ASSERT_EQ(bun.notes.size(), 1u);
  EXPECT_NE(bun.notes[0].find("@acme/*"), std::string::npos);
}

TEST(AgeWindow, ScopesOfTheGateCountWhereTheirRegistryIsPrivate) {
  const std::string scopes =
      "gate:\n  scopes:\n    - {scope: \"@acme\", registry: \"https://packages.example.test/npm/\"}\n"
      "    - {scope: \"@open\", registry: \"https://mirror.example.invalid/npm/\"}\n";
  EXPECT_TRUE(window(scopes).others.empty());
  const AgeWindow of = window(scopes + "private:\n  hosts: [packages.example.test]\n");
  ASSERT_EQ(of.others.size(), 1u);
  EXPECT_EQ(of.others[0].packages, "@acme/*");
}

TEST(AgeWindow, RulesOfPackagesAreSaidWhereTheyCanBe) {
  const AgeWindow of =
      window(rule("      minimum_age: 14d\n      packages: [axios, \"pkg:pypi/requests\", \"left@^1.0.0\"]\n"
                  "      except: [\"axios-*\"]\n"));
  ASSERT_EQ(of.others.size(), 2u);
  EXPECT_EQ(of.others[0].packages, "axios");
  EXPECT_EQ(of.others[0].seconds, 14 * kDay);
  EXPECT_EQ(of.others[1].seconds, 3 * kDay);
  ASSERT_EQ(of.notes.size(), 1u);  // releases have no place in a list of packages; another ecosystem is none of ours
  const std::string renovate = fragment(AgeTool::renovate, of);
  EXPECT_LT(renovate.find("\"axios\""), renovate.find("\"14 days\""));
  const AgeFragment npm = age_fragment(AgeTool::npm, of);
  EXPECT_EQ(npm.text, "min-release-age=3\n");
  EXPECT_EQ(npm.notes.size(), 2u);
}

TEST(AgeWindow, WhatAGeneralRuleLeavesOutIsAskedForTheGatesAge) {
  const std::string text = rule("      minimum_age: 14d\n      except: [\"@acme/*\"]\n");
  EXPECT_NE(fragment(AgeTool::renovate, window(text)).find("\"3 days\""), std::string::npos);
  EXPECT_EQ(age_fragment(AgeTool::npm, window(text)).notes.size(), 1u);
  EXPECT_EQ(fragment(AgeTool::npm, window(text, 0)), "min-release-age=14\nmin-release-age-exclude[]=@acme/*\n");
}

TEST(AgeWindow, TellsTheToolsBounds) {
  const AgeFragment out = age_fragment(AgeTool::dependabot, {120 * kDay, {}, {}});
  EXPECT_EQ(out.text, "cooldown:\n  default-days: 90\n");
  EXPECT_EQ(out.notes.size(), 1u);
}

}  // namespace
}  // namespace cordon::policy
