#include "model/pep440_specifier.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cordon::model::pep440 {
namespace {

using Texts = std::vector<std::string_view>;

std::string normal(std::string_view text) {
  const auto specifiers = parse_specifiers(text);
  return specifiers ? specifiers->text() : std::string(to_string(specifiers.error().code));
}

void expect_satisfies(std::string_view text, const Texts& inside, const Texts& outside,
                      Prereleases policy = Prereleases::allow) {
  const Specifiers specifiers = parse_specifiers(text).value();
  for (const auto version : inside)
    EXPECT_TRUE(satisfies(version, specifiers, policy).value()) << text << " " << version;
  for (const auto version : outside)
    EXPECT_FALSE(satisfies(version, specifiers, policy).value()) << text << " " << version;
}

TEST(Pep440Specifier, IsWrittenInNormalForm) {
  EXPECT_EQ(normal(" >= v1.0 , <2.0-RC1,"), ">=1.0,<2.0rc1");
  EXPECT_EQ(normal("==1.0.*,!=1.0+Ubuntu-1"), "==1.0.*,!=1.0+ubuntu.1");
  EXPECT_EQ(normal("~=1.4a2"), "~=1.4a2");
  EXPECT_EQ(normal("=== Anything/1"), "===Anything/1");
  EXPECT_EQ(normal(""), "");
}

TEST(Pep440Specifier, RefusesWhatPackagingRefuses) {
  for (const char* text :
       {"1.0", "=1.0", "=>1.0", "==", "~=1", "~=1.0+local", ">=1.0+local", ">=1.*", "==1.0rc1.*", "==1.0.post1.*",
        "==1.0+a.*", "==1.0.dev1.*", "==1.*.*", "==1.0 .*", "===", "===a b", "<1.0;", "==*"})
    EXPECT_EQ(normal(text), "syntax") << text;
  EXPECT_EQ(normal(std::string(kMaxSpecifierBytes + 1, ' ')), "too_large");
  EXPECT_EQ(normal("==" + std::string(1'024, '1')), "too_large");
  std::string many;
  for (std::size_t i = 0; i <= kMaxSpecifiers; ++i) many += ">=1,";
  EXPECT_EQ(normal(many), "too_many");
}

TEST(Pep440Specifier, CompatibleKeepsAllNumbersButTheLast) {
  expect_satisfies("~=2.2", {"2.2", "2.9", "2.3a1"}, {"2.1", "3.0", "3.dev0", "2.2rc1"});
  expect_satisfies("~=1.4.5", {"1.4.5", "1.4.9"}, {"1.4.4", "1.5"});
  expect_satisfies("~=2.2.0", {"2.2.7"}, {"2.3"});
  expect_satisfies("~=2.2.post3", {"2.2.post3", "2.3"}, {"2.2", "3"});
  expect_satisfies("~=1.9", {"1.99"}, {"2"});
  expect_satisfies("~=1!9.9", {"1!9.10"}, {"1!10", "9.9"});
}

TEST(Pep440Specifier, EqualityPassesOverLocalVersionsUnlessItNamesOne) {
  expect_satisfies("==1.1", {"1.1", "1.1.0", "1.1+local"}, {"1.1.post1", "1.1a1", "1.1.dev1"});
  expect_satisfies("==1.1+a.1", {"1.1+A-1"}, {"1.1", "1.1+a.2", "1.1+a"});
  expect_satisfies("!=1.1", {"1.1.post1", "1.1rc1"}, {"1.1.0", "1.1+local"});
  expect_satisfies("<=1.1", {"1.1+local", "1.1rc1"}, {"1.1.post1"});
  expect_satisfies(">=1.1", {"1.1+local", "1.1.post1"}, {"1.1rc1"});
}

TEST(Pep440Specifier, AWildcardStandsForAllOfItsPrefix) {
  expect_satisfies("==1.1.*", {"1.1", "1.1.0", "1.1a1", "1.1.dev0", "1.1.post1", "1.1.9+x"},
                   {"1.10", "1.2.dev0", "1.0.9"});
  expect_satisfies("!=1.1.*", {"1.10", "1.2.dev0", "1.0.9"}, {"1.1", "1.1a1"});
  expect_satisfies("==1.9.*", {"1.9.1"}, {"1.10"});
  expect_satisfies("==1!99.*", {"1!99.1"}, {"1!100", "99.1"});
}

TEST(Pep440Specifier, BelowExcludesPrereleasesAboveExcludesPostAndLocalReleases) {
  expect_satisfies("<1.2", {"1.1", "1.1.post1"}, {"1.2rc1", "1.2.dev0", "1.2"});
  expect_satisfies("<1.2rc2", {"1.2rc1", "1.2.dev0"}, {"1.2rc2"});
  expect_satisfies("<1.2.post1", {"1.2", "1.2rc1"}, {"1.2.post1.dev0", "1.2.post1"});
  expect_satisfies(">1.7", {"1.7.1", "1.8.dev0"}, {"1.7", "1.7.post1", "1.7+local", "1.7.0.post1"});
  expect_satisfies(">1.7.post2", {"1.7.post3", "1.7.post3.dev0", "1.7.1"}, {"1.7.post2", "1.7.post2+local"});
  expect_satisfies(">1.7a1", {"1.7a2", "1.7"}, {"1.7a1.post1", "1.7a1+x"});
  expect_satisfies(">1.7.dev1", {"1.7.dev2", "1.7a1"}, {"1.7.dev1+x"});
}

TEST(Pep440Specifier, TheIdentityOperatorComparesText) {
  expect_satisfies("===1.0", {"1.0"}, {"1.0.0", "1"});
  expect_satisfies("===Banana", {"bANANA"}, {"1.0"});
}

TEST(Pep440Specifier, PrereleasesOnlyWhereOneIsNamed) {
  expect_satisfies(">=1.0", {"1.1"}, {"1.1rc1", "1.1.dev1"}, Prereleases::if_named);
  expect_satisfies(">=1.0rc1", {"1.1", "1.0rc2", "1.1.dev1"}, {"1.0rc0"}, Prereleases::if_named);
  expect_satisfies(">=1.0,!=1.1rc1", {"1.1"}, {"1.1rc2"}, Prereleases::if_named);
  expect_satisfies("", {"1.0"}, {"1.0rc1"}, Prereleases::if_named);
}

TEST(Pep440Specifier, AVersionThatIsNoneIsAnErrorUnlessTextIsAskedFor) {
  EXPECT_EQ(satisfies("0.6m4", parse_specifiers(">=0").value()).error().code, ErrorCode::syntax);
  EXPECT_TRUE(satisfies("0.6m4", parse_specifiers("===0.6M4").value()).value());
  EXPECT_FALSE(satisfies("0.6m4", parse_specifiers("===0.6m4,>0").value()).value());
}

}  // namespace
}  // namespace cordon::model::pep440
