#include "model/version_order.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "model/semver.h"

namespace cordon::model {
namespace {

constexpr Ecosystem kAll[] = {Ecosystem::npm, Ecosystem::pypi,           Ecosystem::crates_io,
                              Ecosystem::go,  Ecosystem::github_actions, Ecosystem::javascript};

// Versions of any of the ecosystems, right and nearly right: a release and at times something behind it.
rc::Gen<std::string> version_text() {
  const auto joined = [](const std::string& a, const std::string& b, const std::string& c) { return a + b + c; };
  const auto release =
      rc::gen::element<std::string>("0", "1", "1.0", "1.0.0", "1.2", "1.2.3", "1.2.3.4", "1.10.0", "01.2.3",
                                    "99999999999999999999.0.0", "v1.2.3", "2!1.0.0", "1.2.0");
  const auto separator = rc::gen::element<std::string>("", "", "", "-", ".", "+", "_");
  const auto suffix = rc::gen::element<std::string>("", "", "a", "a1", "b2", "rc", "rc.1", "rc.10", "alpha", "dev3",
                                                    "post1", "post1.dev2", "0", "1", "10", "0.1", "9007199254740993",
                                                    "9007199254740992", "a-b", "build.7", "x y");
  return rc::gen::apply(joined, release, separator, suffix);
}

TEST(VersionOrder, EcosystemsHaveOsvsNames) {
  for (const Ecosystem ecosystem : kAll) EXPECT_EQ(ecosystem_from_string(to_string(ecosystem)), ecosystem);
  EXPECT_EQ(ecosystem_from_string("crates.io"), Ecosystem::crates_io);
  EXPECT_EQ(ecosystem_from_string("Debian:12"), std::nullopt);
  EXPECT_EQ(ecosystem_from_string("pypi"), std::nullopt);
}

TEST(VersionOrder, EachEcosystemHasItsOwn) {
  EXPECT_EQ(compare_versions(Ecosystem::npm, "1.0.0", "1.0.0-rc.1"), std::strong_ordering::greater);
  EXPECT_EQ(compare_versions(Ecosystem::pypi, "1.0.0-1", "1.0.0"), std::strong_ordering::greater);  // a post-release
  EXPECT_EQ(compare_versions(Ecosystem::npm, "1.0.0-1", "1.0.0"), std::strong_ordering::less);
  EXPECT_EQ(compare_versions(Ecosystem::go, "v1.2.0+incompatible", "1.2"), std::strong_ordering::equal);
  EXPECT_EQ(compare_versions(Ecosystem::crates_io, "0.9.9", "0.10.0"), std::strong_ordering::less);
  EXPECT_EQ(compare_versions(Ecosystem::github_actions, "v45.0.7", "46"), std::strong_ordering::less);
  EXPECT_EQ(compare_versions(Ecosystem::javascript, "1.9.0b1", "1.9.0"), std::strong_ordering::less);
}

TEST(VersionOrder, WhatIsNoVersionIsAnErrorOnEitherSide) {
  for (const Ecosystem ecosystem : kAll) {
    for (const auto& [a, b] : {std::pair("1.0.0", "banana"), std::pair("banana", "1.0.0"), std::pair("", "1.0.0")}) {
      const auto order = compare_versions(ecosystem, a, b);
      ASSERT_FALSE(order) << to_string(ecosystem);
      EXPECT_EQ(order.error().code, ErrorCode::syntax);
    }
    EXPECT_EQ(version_key(ecosystem, std::string(kMaxVersionBytes + 1, '1')).error().code, ErrorCode::too_large);
  }
}

TEST(VersionOrder, NpmReadsLooselyAndRoundsAsJavaScriptDoes) {
  EXPECT_EQ(compare_versions(Ecosystem::npm, " =v1.2.3beta", "1.2.3-beta"), std::strong_ordering::equal);
  EXPECT_EQ(compare_versions(Ecosystem::npm, "01.2.3", "1.2.3"), std::strong_ordering::equal);
  EXPECT_EQ(compare_versions(Ecosystem::npm, "1.0.0-9007199254740993", "1.0.0-9007199254740992"),
            std::strong_ordering::equal);
  EXPECT_EQ(compare_versions(Ecosystem::npm, "1.0.0-9007199254740991", "1.0.0-9007199254740992"),
            std::strong_ordering::less);
}

// What they are for each pair: one of three, the opposite of what the other way round says, and the same along a chain.
TEST(VersionOrder, IsTotalAntisymmetricAndTransitive) {
  for (const Ecosystem ecosystem : kAll) {
    const auto version = rc::gen::suchThat(
        version_text(), [&](const std::string& text) { return version_key(ecosystem, text).has_value(); });
    EXPECT_TRUE(rc::check([&] {
      const std::string a = *version, b = *version, c = *version;
      const auto ab = *compare_versions(ecosystem, a, b), bc = *compare_versions(ecosystem, b, c);
      const auto ba = *compare_versions(ecosystem, b, a);
      RC_ASSERT(std::is_eq(*compare_versions(ecosystem, a, a)));
      RC_ASSERT((std::is_lt(ab) == std::is_gt(ba) && std::is_eq(ab) == std::is_eq(ba)));
      if (std::is_lteq(ab) && std::is_lteq(bc)) RC_ASSERT(std::is_lteq(*compare_versions(ecosystem, a, c)));
    })) << to_string(ecosystem);
  }
}

TEST(VersionOrder, NpmsIsThatOfNodeSemver) {
  EXPECT_TRUE(rc::check([] {
    const std::string a = *version_text(), b = *version_text();
    const auto version_a = semver::parse_version(a, {.loose = true}),
               version_b = semver::parse_version(b, {.loose = true});
    RC_ASSERT((version_key(Ecosystem::npm, a).has_value() == version_a.has_value()));
    if (!version_a || !version_b) return;
    RC_ASSERT((*compare_versions(Ecosystem::npm, a, b) == semver::compare(*version_a, *version_b)));
  }));
}

}  // namespace
}  // namespace cordon::model
