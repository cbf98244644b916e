#include "model/vers.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace cordon::model::vers {
namespace {

using Texts = std::vector<std::string_view>;

std::string code_or_text(const Result<Range>& range) {
  return range ? range->text() : std::string(to_string(range.error().code));
}

void expect_holds(std::string_view text, const Texts& inside, const Texts& outside) {
  const Range range = parse(text).value();
  for (const auto version : inside) EXPECT_TRUE(contains(range, version).value()) << text << " " << version;
  for (const auto version : outside) EXPECT_FALSE(contains(range, version).value()) << text << " " << version;
}

TEST(Vers, ReadsAndWritesWhatIsCanonical) {
  for (const char* text : {"vers:npm/1.2.3|>=2.0.0|<5.0.0", "vers:pypi/*", "vers:cargo/<1.0.0|!=1.2.0|>2.0.0",
                           "vers:golang/>=v1.2.3|<v2.0.0+incompatible", "vers:pypi/0.0.0|0.0.1|1.0|2.0pre1",
                           "vers:pypi/>=1%212.0|<1%213.0", "vers:npm/not%20a%20version"}) {
    EXPECT_EQ(code_or_text(parse(text)), text);
    EXPECT_EQ(code_or_text(parse_unsorted(text)), text);
  }
}

TEST(Vers, RefusesWhatIsNotCanonical) {
  for (const char* text : {"",
                           "vers",
                           "vers:npm",
                           "vers:npm/",
                           "vers:npm/>=1.0.0| <2.0.0",
                           "vers:npm/|1.0.0",
                           "vers:npm/1.0.0|",
                           "vers:npm/1.0.0||2.0.0",
                           "VERS:npm/1.0.0",
                           "vers:npm/1.0%2G0",
                           "vers:npm/1.0%2",
                           "vers:npm/1.0%2f0",
                           "vers:npm/1%2E0",
                           "vers:npm/1.0.0=",
                           "vers:npm/>",
                           "vers:npm/=1.0.0",
                           "vers:npm/*|1.0.0",
                           "vers:npm/>=*",
                           "vers:pypi/>=1!2.0",
                           "vers:npm/1.0.0\xc3\xa4"})
    EXPECT_EQ(code_or_text(parse(text)), "syntax") << text;
  for (const char* text : {"vers:deb/1.0", "vers:NPM/1.0.0", "vers:datetime/2024-01-01T00:00:00Z", "vers:github/1.0.0"})
    EXPECT_EQ(code_or_text(parse(text)), "unsupported_format") << text;
  EXPECT_EQ(code_or_text(parse("vers:npm/" + std::string(kMaxBytes, '1'))), "too_large");
  std::string many = "vers:npm/1.0.0";
  for (std::size_t i = 0; i < kMaxConstraints; ++i) many += "|1.0.0";
  EXPECT_EQ(code_or_text(parse(many)), "too_many");
}

TEST(Vers, VersionsStandOnceInOrderBehindComparatorsThatFit) {
  for (const char* text : {"vers:npm/>=2.0.0|<1.0.0", "vers:npm/1.0.0|1.0.0", "vers:pypi/1.0|1.0.0",
                           "vers:npm/>=1.0.0|>=2.0.0", "vers:npm/<1.0.0|<2.0.0", "vers:npm/1.0.0|<2.0.0",
                           "vers:npm/>1.0.0|2.0.0", "vers:npm/>=1.0.0|!=1.5.0|>=2.0.0", "vers:npm/1.0.0|banana"})
    EXPECT_EQ(code_or_text(parse(text)), "invalid_value") << text;
  EXPECT_EQ(code_or_text(parse_unsorted("vers:npm/>=2.0.0|<1.0.0")), "vers:npm/<1.0.0|>=2.0.0");
  EXPECT_EQ(code_or_text(parse_unsorted("vers:npm/2.0.0|>=1.0.0|1.0.0")), "vers:npm/>=1.0.0|1.0.0|2.0.0");
  EXPECT_FALSE(validate(parse_unsorted("vers:npm/>=1.0.0|2.0.0").value()));
}

TEST(Vers, AVersionIsInARangeWhenItsPlaceInTheOrderIs) {
  expect_holds("vers:npm/1.2.3|>=2.0.0|<5.0.0", {"1.2.3", "v1.2.3", "2.0.0", "4.9.9", "5.0.0-rc.1"},
               {"1.2.4", "1.2.3-rc.1", "5.0.0", "0.1.0"});
  expect_holds("vers:npm/<1.0.0|>=2.0.0", {"0.9.9", "2.0.0", "3.0.0"}, {"1.0.0", "1.9.9"});
  expect_holds("vers:npm/<=1.0.0|>2.0.0", {"1.0.0", "2.0.1"}, {"1.0.1", "2.0.0"});
  expect_holds("vers:pypi/>=1.0|!=1.5|<2", {"1.0.0", "1.5.1"}, {"1.5.0", "2.0", "0.9"});
  expect_holds("vers:pypi/!=1.5", {"1.4", "2"}, {"1.5.0"});
  expect_holds("vers:pypi/1.0|!=1.5", {"1.0.0"}, {"1.4", "1.5"});
  expect_holds("vers:golang/<1.2.3", {"v1.2.2", "1.0.0", "v1.2.3-0.20200101000000-aaaaaaaaaaaa"},
               {"v1.2.3+incompatible"});
  expect_holds("vers:cargo/*", {"0.0.1"}, {});
}

TEST(Vers, RedundantConstraintsMeanWhatTheyMeanTogether) {
  const Range range = parse_unsorted("vers:npm/<2.0.0|<1.0.0|>=3.0.0|>=4.0.0|3.5.0").value();
  for (const char* inside : {"0.1.0", "1.5.0", "3.2.0", "3.5.0", "9.0.0"})
    EXPECT_TRUE(contains(range, inside).value()) << inside;
  for (const char* outside : {"2.0.0", "2.5.0"}) EXPECT_FALSE(contains(range, outside).value()) << outside;
}

TEST(Vers, WhatHasNoPlaceInTheOrderIsAnErrorNotAnAnswer) {
  EXPECT_EQ(contains(parse("vers:npm/>=1.0.0").value(), "banana").error().code, ErrorCode::syntax);
  EXPECT_EQ(contains(parse("vers:npm/*").value(), "banana").error().code, ErrorCode::syntax);
  EXPECT_EQ(contains(parse("vers:npm/banana").value(), "1.0.0").error().code, ErrorCode::syntax);
}

std::string native(Ecosystem ecosystem, std::string_view text) { return code_or_text(from_native(ecosystem, text)); }

TEST(Vers, NpmRangesMeanTheirIntervals) {
  EXPECT_EQ(native(Ecosystem::npm, "^1.2.9 || ~0.3"), "vers:npm/>=0.3.0|<0.4.0|>=1.2.9|<2.0.0");
  EXPECT_EQ(native(Ecosystem::npm, "1.x || 2.x"), "vers:npm/>=1.0.0|<3.0.0");
  EXPECT_EQ(native(Ecosystem::npm, "<=2.1"), "vers:npm/<2.2.0");
  EXPECT_EQ(native(Ecosystem::npm, "=1.2.3"), "vers:npm/1.2.3");
  EXPECT_EQ(native(Ecosystem::npm, "<1.0.0 || >1.0.0"), "vers:npm/!=1.0.0");
  EXPECT_EQ(native(Ecosystem::npm, ""), "vers:npm/*");
  EXPECT_EQ(native(Ecosystem::npm, "<1.0.0 >2.0.0"), "invalid_value");
  EXPECT_EQ(native(Ecosystem::npm, "latest"), "syntax");
}

TEST(Vers, PypiSpecifiersMeanTheirIntervals) {
  EXPECT_EQ(native(Ecosystem::pypi, ">= 1.0, <2, !=1.5"), "vers:pypi/>=1.0|!=1.5|<2");
  EXPECT_EQ(native(Ecosystem::pypi, "~=1.4.2"), "vers:pypi/>=1.4.2|<1.5.dev0");
  EXPECT_EQ(native(Ecosystem::pypi, "==1.4.*"), "vers:pypi/>=1.4.dev0|<1.5.dev0");
  EXPECT_EQ(native(Ecosystem::pypi, "!=1.4.*"), "vers:pypi/<1.4.dev0|>=1.5.dev0");
  EXPECT_EQ(native(Ecosystem::pypi, ">=1.0,!=1.0,!=1,!=0.5"), "vers:pypi/>1.0");
  EXPECT_EQ(native(Ecosystem::pypi, "==1!1.0"), "vers:pypi/1%211.0");
  EXPECT_EQ(native(Ecosystem::pypi, "===1.0"), "vers:pypi/1.0");
  EXPECT_EQ(native(Ecosystem::pypi, ""), "vers:pypi/*");
  EXPECT_EQ(native(Ecosystem::pypi, "==1.0,!=1.0"), "invalid_value");
  EXPECT_EQ(native(Ecosystem::pypi, "===banana"), "invalid_value");
  EXPECT_EQ(native(Ecosystem::pypi, "1.0"), "syntax");
}

TEST(Vers, CargoRequirementsMeanTheirIntervals) {
  const std::pair<const char*, const char*> cases[] = {{"1.2.3", ">=1.2.3|<2.0.0"},
                                                       {"^0.2.3", ">=0.2.3|<0.3.0"},
                                                       {"^0.0.3", ">=0.0.3|<0.0.4"},
                                                       {"^0.0", ">=0.0.0|<0.1.0"},
                                                       {"^0", ">=0.0.0|<1.0.0"},
                                                       {"~1.2.3", ">=1.2.3|<1.3.0"},
                                                       {"~1", ">=1.0.0|<2.0.0"},
                                                       {"1.2.*", ">=1.2.0|<1.3.0"},
                                                       {"*", "*"},
                                                       {"=1.2", ">=1.2.0|<1.3.0"},
                                                       {"=1.2.3-rc.1", "1.2.3-rc.1"},
                                                       {">1.2", ">=1.3.0"},
                                                       {"<=1.2", "<1.3.0"},
                                                       {">=1.0, <1.5", ">=1.0.0|<1.5.0"},
                                                       {">1.2.3", ">1.2.3"},
                                                       {"^18446744073709551615", ">=18446744073709551615.0.0"}};
  for (const auto& [requirement, expected] : cases)
    EXPECT_EQ(native(Ecosystem::crates_io, requirement), std::string("vers:cargo/") + expected) << requirement;
  EXPECT_EQ(native(Ecosystem::crates_io, "1, 2"), "invalid_value");
  EXPECT_EQ(native(Ecosystem::crates_io, ">18446744073709551615"), "invalid_value");
}

TEST(Vers, GoQueriesAndRetractionsMeanTheirIntervals) {
  EXPECT_EQ(native(Ecosystem::go, "v1.2.3"), "vers:golang/v1.2.3");
  EXPECT_EQ(native(Ecosystem::go, ">=v1.2.3"), "vers:golang/>=v1.2.3");
  EXPECT_EQ(native(Ecosystem::go, "<v2.0.0+incompatible"), "vers:golang/<v2.0.0+incompatible");
  EXPECT_EQ(native(Ecosystem::go, "[v1.0.0, v1.9.9]"), "vers:golang/>=v1.0.0|<=v1.9.9");
  EXPECT_EQ(native(Ecosystem::go, "[v1.0.0,v1.0.0]"), "vers:golang/v1.0.0");
  EXPECT_EQ(native(Ecosystem::go, "[v2.0.0, v1.0.0]"), "invalid_value");
  EXPECT_EQ(native(Ecosystem::go, "[v1.0.0]"), "syntax");
  EXPECT_EQ(native(Ecosystem::go, "latest"), "syntax");
  EXPECT_EQ(native(Ecosystem::github_actions, "v1"), "unsupported_format");
}

TEST(Vers, WhatIsMadeFromNativeRangesIsCanonical) {
  EXPECT_TRUE(rc::check([] {
    const auto part = rc::gen::element<std::string>("^1.2.3", "~1.2", ">=1.0.0", "<2.0.0", "<=1.5", ">1.1.0-rc.1",
                                                    "1.2.3", "0.x", "2.0.0 - 3", "<1.2.3", "*");
    std::string range = *part;
    for (const auto& [word, more] : *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
             rc::gen::pair(rc::gen::element<std::string>(" ", " || "), part)))
      range += word + more;
    const auto made = from_native(Ecosystem::npm, range);
    if (made) RC_ASSERT(code_or_text(parse(made->text())) == made->text());
  }));
}

}  // namespace
}  // namespace cordon::model::vers
