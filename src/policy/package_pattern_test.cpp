#include "policy/package_pattern.h"

#include <gtest/gtest.h>

namespace cordon::policy {
namespace {

PackagePattern pattern(const char* text, Prereleases prereleases = Prereleases::all) {
  auto parsed = PackagePattern::parse(text, prereleases);
  EXPECT_TRUE(parsed) << text << ": " << parsed.error().describe();
  return parsed ? std::move(*parsed) : PackagePattern();
}

Match match(const char* text, const char* type, const char* name, const char* version = "1.0.0") {
  return pattern(text).match(type, name, version);
}

TEST(PackagePattern, NamesScopesAndBeginnings) {
  EXPECT_EQ(match("*", "npm", "@acme/a"), Match::yes);
  EXPECT_EQ(match("axios", "npm", "axios"), Match::yes);
  EXPECT_EQ(match("axios", "npm", "axios2"), Match::no);
  EXPECT_EQ(match("axios*", "npm", "axios2"), Match::yes);
  EXPECT_EQ(match("axios*", "npm", "@x/axios"), Match::no);
  EXPECT_EQ(match("@acme/*", "npm", "@acme/a"), Match::yes);
  EXPECT_EQ(match("@acme/*", "npm", "@acmeevil/a"), Match::no);
  EXPECT_EQ(match("@acme/a", "npm", "@acme/a"), Match::yes);
}

TEST(PackagePattern, ANameWithoutATypeIsMeantInEveryEcosystem) {
  EXPECT_EQ(match("requests", "pypi", "requests"), Match::yes);
  EXPECT_EQ(match("requests", "npm", "requests"), Match::yes);
  EXPECT_EQ(match("pkg:pypi/requests", "npm", "requests"), Match::no);
  EXPECT_EQ(match("pkg:npm/*", "npm", "a"), Match::yes);
  EXPECT_EQ(match("pkg:npm/*", "pypi", "a"), Match::no);
  EXPECT_EQ(match("pkg:npm/%40acme/*", "npm", "@acme/a"), Match::yes);
  EXPECT_EQ(match("pkg:golang/example.test/x/y", "golang", "example.test/x/y"), Match::yes);
}

TEST(PackagePattern, SpellingsOfOneNameAreOne) {
  EXPECT_EQ(match("pkg:pypi/Zope_Interface", "pypi", "zope.interface"), Match::yes);
  EXPECT_EQ(match("zope-*", "pypi", "Zope.Interface"), Match::yes);
  EXPECT_EQ(match("pkg:github/Actions/Checkout", "github", "actions/checkout"), Match::yes);
  EXPECT_EQ(match("Axios", "npm", "axios"), Match::no);  // to npm these are two
}

TEST(PackagePattern, RangesOfNpm) {
  EXPECT_EQ(match("event-stream@3.3.6", "npm", "event-stream", "3.3.6"), Match::yes);
  EXPECT_EQ(match("event-stream@3.3.6", "npm", "event-stream", "3.3.5"), Match::no);
  EXPECT_EQ(match("axios@>=1.14.1 <1.14.2", "npm", "axios", "1.14.1"), Match::yes);
  EXPECT_EQ(match("axios@\">=1.14.1 <1.14.2\"", "npm", "axios", "1.14.1"), Match::yes);
  EXPECT_EQ(match("axios@>=1.14.1 <1.14.2", "npm", "axios", "1.14.2"), Match::no);
  EXPECT_EQ(match("@acme/a@^2", "npm", "@acme/a", "2.7.0"), Match::yes);
  EXPECT_EQ(match("pkg:npm/@acme/a@^2", "npm", "@acme/a", "1.7.0"), Match::no);
}

TEST(PackagePattern, WhatIsForbiddenHoldsPrereleasesAndWhatIsExceptedDoesNot) {
  EXPECT_EQ(pattern("a@<2.0.0", Prereleases::all).match("npm", "a", "1.5.0-beta.1"), Match::yes);
  EXPECT_EQ(pattern("a@<2.0.0", Prereleases::only_named).match("npm", "a", "1.5.0-beta.1"), Match::no);
}

TEST(PackagePattern, OfOtherEcosystemsAVersionIsExact) {
  EXPECT_EQ(match("pkg:pypi/a@1.0", "pypi", "a", "1.0"), Match::yes);
  EXPECT_EQ(match("pkg:pypi/a@1.0", "pypi", "a", "1.0.0"), Match::no);
  EXPECT_EQ(match("a@>=1", "pypi", "a", "2"), Match::no);  // a range of npm says nothing of them
}

TEST(PackagePattern, AVersionThatHasNoPlaceInTheOrderIsUnknown) {
  EXPECT_EQ(match("a@<2", "npm", "a", "not a version"), Match::unknown);
  EXPECT_EQ(match("a@<2", "npm", "a", ""), Match::unknown);
  EXPECT_EQ(match("a", "npm", "a", ""), Match::yes);
}

TEST(PackagePattern, WhatMeansNothingIsRefused) {
  for (const char* text : {"",
                           "@",
                           "a*b",
                           "**",
                           "*a",
                           "a b",
                           "a@",
                           "a*@1",
                           "a@not a range",
                           "pkg:npm",
                           "pkg:/a",
                           "pkg:NPM/a",
                           "pkg:npm/",
                           "pkg:pypi/a@>=1",
                           "pkg:pypi/a@1.*",
                           "a%20b",
                           "pkg:npm/a@latest!",
                           "@acme",
                           "@acme*",
                           "@/a",
                           "@acme/"}) {
    const auto parsed = PackagePattern::parse(text, Prereleases::all);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::invalid_value) << text;
  }
}

}  // namespace
}  // namespace cordon::policy
