#include "gate/release_line.h"

#include <gtest/gtest.h>

namespace cordon::gate {
namespace {

constexpr std::int64_t kNow = 1'800'000'000, kDay = 86'400;

std::vector<Release> releases(const std::vector<std::string>& versions) {
  std::vector<Release> out;
  for (const std::string& version : versions) {
    out.emplace_back();
    out.back().version = version;
  }
  return out;
}

std::string before(const std::vector<Release>& all, const std::string& version) {
  Release own;
  own.version = version;
  const Release* const found = release_before(all, own, kNow);
  return found == nullptr ? "" : found->version;
}

TEST(ReleaseLine, BeforeARegularReleaseStandsTheHighestRegularOneBelow) {
  const auto all = releases({"1.0.0", "2.0.0", "1.9.0", "1.10.0", "2.0.1-beta.1", "not a version"});
  EXPECT_EQ(before(all, "1.10.1"), "1.10.0");
  EXPECT_EQ(before(all, "2.0.1"), "2.0.0");
  EXPECT_EQ(before(all, "2.0.1-beta.2"), "2.0.1-beta.1");
  EXPECT_EQ(before(all, "1.0.0"), "");
  EXPECT_EQ(before(all, "nonsense"), "");
}

TEST(ReleaseLine, WhatWasFoundToBeBadIsNothingToCompareWith) {
  auto all = releases({"1.0.0", "1.0.1", "1.0.2"});
  all[1].judged.held = all[2].judged.held = true;
  all[1].judged.rule = kKnownMalware;
  all[2].judged.rule = kMinimumAge;
  EXPECT_EQ(before(all, "1.0.2"), "1.0.0");
  EXPECT_EQ(before(all, "1.0.3"), "1.0.2");
}

TEST(ReleaseLine, WhatHasStoodForThreeDaysIsComparedWithFirst) {
  auto all = releases({"1.14.0", "1.14.1", "1.14.2"});
  all[1].published = kNow - 3'600;
  all[2].published = kNow - 60;
  EXPECT_EQ(before(all, "1.14.2"), "1.14.1");  // nothing is known of the other's age
  all[0].published = kNow - 3 * kDay;
  EXPECT_EQ(before(all, "1.14.2"), "1.14.0");
  all[1].published = kNow - 4 * kDay;
  EXPECT_EQ(before(all, "1.14.2"), "1.14.1");
}

TEST(ReleaseLine, AMinorStepIsWhatACaretAccepts) {
  EXPECT_TRUE(is_minor_step("1.14.0", "1.14.1"));
  EXPECT_TRUE(is_minor_step("1.14.0", "1.15.0"));
  EXPECT_FALSE(is_minor_step("1.14.0", "2.0.0"));
  EXPECT_TRUE(is_minor_step("0.30.3", "0.30.4"));
  EXPECT_FALSE(is_minor_step("0.30.3", "0.31.0"));
}

TEST(ReleaseLine, TakesTheHighestOfARange) {
  const auto all = releases({"4.2.0", "4.2.1", "5.0.0", "4.3.0-rc.1"});
  EXPECT_EQ(newest_in(all, "^4.2.0")->version, "4.2.1");
  EXPECT_EQ(newest_in(all, "*")->version, "5.0.0");
  EXPECT_EQ(newest_in(all, "^6.0.0"), nullptr);
  EXPECT_EQ(newest_in(all, "git+https://example.test/a.git"), nullptr);
}

TEST(ReleaseLine, SaysWhichPackageASpecifierMeans) {
  const auto wanted = [](std::string_view specifier) {
    const Wanted out = wanted_of("a", specifier);
    return out.is_elsewhere ? "elsewhere" : out.name + " " + out.range;
  };
  EXPECT_EQ(wanted("^1.0.0"), "a ^1.0.0");
  EXPECT_EQ(wanted(""), "a *");
  EXPECT_EQ(wanted("latest"), "a latest");
  EXPECT_EQ(wanted(">=1.0.0 <2 || 3.x"), "a >=1.0.0 <2 || 3.x");
  EXPECT_EQ(wanted("npm:b@^1.0.0"), "b ^1.0.0");
  EXPECT_EQ(wanted("npm:@s/b@next"), "@s/b next");
  EXPECT_EQ(wanted("npm:@s/b"), "@s/b *");
  for (const char* specifier : {"git+https://example.test/a.git", "https://example.test/a.tgz", "user/repository",
                                "github:user/repository", "file:../a", "workspace:*"})
    EXPECT_EQ(wanted(specifier), "elsewhere") << specifier;
}

TEST(ReleaseLine, TakesWhatATagNames) {
  const auto all = releases({"1.0.0", "2.0.0", "3.0.0"});
  const std::string text = R"({"name":"a","dist-tags":{"latest":"2.0.0","gone":"9.0.0"},"versions":{}})";
  const auto packument = registry::read_packument(text);
  ASSERT_TRUE(packument);
  const auto chosen = [&](std::string_view range) {
    std::string out;
    for (const Release* each : chosen_of(all, *packument, range)) out += each->version + " ";
    return out;
  };
  EXPECT_EQ(chosen("latest"), "2.0.0 ");
  EXPECT_EQ(chosen("*"), "3.0.0 2.0.0 ");
  EXPECT_EQ(chosen("^3.0.0"), "3.0.0 ");
  EXPECT_EQ(chosen("^2.0.0"), "2.0.0 ");
  EXPECT_EQ(chosen("gone"), "");
  EXPECT_EQ(chosen("nothing"), "");
}

TEST(ReleaseLine, AsksForWhatIsInstalledWithIt) {
  const std::string text =
      R"({"name":"a","versions":{"1.0.0":{"name":"a","version":"1.0.0","dependencies":{"b":"1"},)"
      R"("optionalDependencies":{"c":"2"},"peerDependencies":{"d":"3","e":"4"},"devDependencies":{"f":"5"},)"
      R"("peerDependenciesMeta":{"e":{"optional":true}}}}})";
  const auto packument = registry::read_packument(text);
  ASSERT_TRUE(packument);
  const auto asked = asked_by(*packument, "1.0.0");
  EXPECT_EQ(asked, (std::map<std::string, std::string, std::less<>>{{"b", "1"}, {"c", "2"}, {"d", "3"}}));
}

}  // namespace
}  // namespace cordon::gate
