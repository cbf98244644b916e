#include "checks/override_rule.h"

#include "checks/testing.h"

namespace cordon::checks {
namespace {

std::string name_and_range(std::string_view pattern) {
  const Replaced what = replaced(pattern);
  return what.name + " " + what.range;
}

TEST(OverrideRule, TheLastNameOfAPatternIsWhatIsReplaced) {
  const std::pair<const char*, const char*> cases[] = {
      {"axios", "axios "},
      {"axios@^1.0.0", "axios ^1.0.0"},
      {"@acme/a", "@acme/a "},
      {"@acme/a@1", "@acme/a 1"},
      {"parent > axios", "axios "},  // npm, as nested rules are joined
      {"parent@^1 > @acme/a@>=2", "@acme/a >=2"},
      {"parent > between > axios@1 || >2", "axios 1 || >2"},
      {"parent>axios@1", "axios 1"},  // pnpm
      {"parent@2>@acme/a", "@acme/a "},
      {"axios@>1.0.0", "axios >1.0.0"},
      {"axios@>=1.0.0 <2", "axios >=1.0.0 <2"},
      {"axios@> 1.0.0", "axios > 1.0.0"},
      {"axios@<1 || > 2", "axios <1 || > 2"},
      {"**/axios", "axios "},  // yarn
      {"parent/**/axios", "axios "},
      {"@acme/parent/@acme/a", "@acme/a "},
      {"parent/@acme/a", "@acme/a "},
      {"@acme/parent/a", "a "},
      {"parent@npm:1.0.0/axios@npm:^1", "axios ^1"},
      {"@acme/parent@npm:1/@acme/a@npm:2", "@acme/a 2"},
  };
  for (const auto& [pattern, expected] : cases) EXPECT_EQ(name_and_range(pattern), expected) << pattern;
}

TEST(OverrideRule, OddPatternsAreHarmless) {
  for (const char* pattern : {"", ">", "@", "/", "@/", "a/", "//", " > ", "a > ", "a>", ">a", "a@", "a@/", "@@/@"})
    EXPECT_LE(name_and_range(pattern).size(), std::string_view(pattern).size() + 1) << pattern;
}

ReplacedBy by(const std::string& replacement, const Project& project = {}) {
  return replaced_by(project, {"axios", replacement, {}}, replaced("axios"));
}

TEST(OverrideRule, ARangeAnAliasAndAnArchiveNameReleases) {
  EXPECT_EQ(by("^1.0.0").range, "^1.0.0");
  EXPECT_EQ(by("^1.0.0").name, "axios");
  EXPECT_EQ(by("npm:other@2.0.0").name, "other");
  const ReplacedBy archive = by("https://registry.example.test/axios/-/axios-1.14.1.tgz");
  EXPECT_EQ(archive.kind, Replacement::release);
  EXPECT_EQ(archive.range, "1.14.1");
}

TEST(OverrideRule, OtherCodeIsNoRelease) {
  for (const char* text : {"-", "file:../a", "link:../a", "github:user/repo", "workspace:*"})
    EXPECT_EQ(by(text).kind, Replacement::other) << text;
}

TEST(OverrideRule, WhatSaysNothingIsUnknown) {
  for (const char* text : {"latest", "catalog:", "patch:axios@1.14.1#x.patch", "https://example.test/a.tgz", "$axios"})
    EXPECT_EQ(by(text).kind, Replacement::unknown) << text;
}

TEST(OverrideRule, ADollarIsWhatTheProjectAsksForItself) {
  Project project;
  project.manifest.emplace();
  project.manifest->dependencies.push_back({model::EdgeKind::runtime, "axios", "1.14.0", 1});
  EXPECT_EQ(by("$axios", project).range, "1.14.0");
  EXPECT_EQ(by("$other", project).kind, Replacement::unknown);
}

}  // namespace
}  // namespace cordon::checks
