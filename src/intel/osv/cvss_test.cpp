#include "intel/osv/cvss.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace cordon::intel {
namespace {

constexpr std::string_view kBase2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P";
constexpr std::string_view kBase31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
constexpr std::string_view kBase40 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";

ErrorCode code(std::string_view vector) {
  const auto score = score_cvss(vector);
  EXPECT_FALSE(score) << vector;
  return score ? ErrorCode::internal : score.error().code;
}

CvssScore scored(std::string_view vector) {
  const auto score = score_cvss(vector);
  EXPECT_TRUE(score) << vector;
  return score.value_or(CvssScore{});
}

std::string replaced(std::string_view vector, std::string_view part, std::string_view by) {
  std::string out(vector);
  const std::size_t at = out.find(part);
  EXPECT_NE(at, std::string::npos) << vector << " " << part;
  return at == std::string::npos ? out : out.replace(at, part.size(), by);
}

TEST(Cvss, EachVersionIsToldByItsPrefix) {
  EXPECT_EQ(scored(kBase2), (CvssScore{2, 75, SeverityWord::high}));
  EXPECT_EQ(scored(replaced(kBase31, "3.1", "3.0")), (CvssScore{3, 98, SeverityWord::critical}));
  EXPECT_EQ(scored(kBase31), (CvssScore{3, 98, SeverityWord::critical}));
  EXPECT_EQ(scored(kBase40), (CvssScore{4, 93, SeverityWord::critical}));
}

TEST(Cvss, ParenthesesOfVersion2AreTakenOffInPairs) {
  EXPECT_EQ(scored("(" + std::string(kBase2) + ")"), scored(kBase2));
  EXPECT_EQ(code("(" + std::string(kBase2)), ErrorCode::syntax);
  EXPECT_EQ(code(std::string(kBase2) + ")"), ErrorCode::syntax);
  EXPECT_EQ(code("("), ErrorCode::syntax);
  EXPECT_EQ(code("()"), ErrorCode::missing_field);
}

TEST(Cvss, AnotherVersionHasNoScore) {
  for (const char* version : {"3.2", "4.1", "5.0", "2.0", "3", "03.1", "", " 3.1"})
    EXPECT_EQ(code(replaced(kBase31, "3.1", version)), ErrorCode::unsupported_version) << version;
  EXPECT_EQ(code("CVSS:"), ErrorCode::unsupported_version);
  EXPECT_EQ(code("CVSS:4.0"), ErrorCode::missing_field);
  EXPECT_EQ(code(kBase31.substr(9)), ErrorCode::invalid_value);  // without its prefix it is one of version 2
  EXPECT_EQ(code(replaced(kBase31, "CVSS", "cvss")), ErrorCode::invalid_value);
}

TEST(Cvss, EveryBaseMetricIsNeeded) {
  for (const std::string_view vector : {kBase2, kBase31, kBase40}) {
    std::size_t begin = vector.starts_with("CVSS") ? vector.find('/') + 1 : 0;
    while (begin < vector.size()) {
      const std::size_t end = std::min(vector.find('/', begin), vector.size() - 1);
      std::string without(vector);
      without.erase(begin, end + 1 - begin);
      if (without.ends_with('/')) without.pop_back();
      EXPECT_EQ(code(without), ErrorCode::missing_field) << without;
      begin = end + 1;
    }
  }
  EXPECT_EQ(code(""), ErrorCode::missing_field);
}

TEST(Cvss, UnknownMetricsAndValuesAreRefused) {
  for (const std::string_view vector : {kBase2, kBase31, kBase40}) {
    EXPECT_EQ(code(std::string(vector) + "/ZZ:N"), ErrorCode::invalid_value);
    EXPECT_EQ(code(replaced(vector, "AV:N", "AV:F")), ErrorCode::invalid_value);
    EXPECT_EQ(code(replaced(vector, "AV:N", "AV:n")), ErrorCode::invalid_value);
    EXPECT_EQ(code(replaced(vector, "AV:N", "av:N")), ErrorCode::invalid_value);
    EXPECT_EQ(code(replaced(vector, "AV:N", "AV:N A")), ErrorCode::invalid_value);
    EXPECT_EQ(code(replaced(vector, "AV:N", "AV:X")), ErrorCode::invalid_value);
    EXPECT_EQ(code(replaced(vector, "AV:N", "AV:N:N")), ErrorCode::invalid_value);
    EXPECT_EQ(code(std::string(vector) + "\n"), ErrorCode::invalid_value);
  }
  EXPECT_EQ(code(std::string(kBase40) + "/U:clear"), ErrorCode::invalid_value);
  EXPECT_EQ(code(std::string(kBase40) + "/MSC:S"),
            ErrorCode::invalid_value);  // Safety is of integrity and availability
}

TEST(Cvss, AMetricGivenTwiceIsRefused) {
  for (const std::string_view vector : {kBase2, kBase31, kBase40})
    EXPECT_EQ(code(replaced(vector, "AV:N", "AV:N/AV:N")), ErrorCode::invalid_value);
  EXPECT_EQ(code(std::string(kBase40) + "/E:A/E:X"), ErrorCode::invalid_value);
  EXPECT_EQ(code(std::string(kBase31) + "/E:X/RL:X/E:X"), ErrorCode::invalid_value);
}

TEST(Cvss, WhatIsNoListOfMetricsIsASyntaxError) {
  for (const std::string_view vector : {kBase2, kBase31, kBase40}) {
    EXPECT_EQ(code(std::string(vector) + "/"), ErrorCode::syntax);
    EXPECT_EQ(code(replaced(vector, "AC:L/", "AC:L//")), ErrorCode::syntax);
    EXPECT_EQ(code(replaced(vector, "AC:L", "AC")), ErrorCode::syntax);
    EXPECT_EQ(code(replaced(vector, "AC:L", "AC:")), ErrorCode::syntax);
    EXPECT_EQ(code(replaced(vector, "AC:L", ":L")), ErrorCode::syntax);
    EXPECT_EQ(code(replaced(vector, "AV:N", "/AV:N")), ErrorCode::syntax);
  }
  EXPECT_EQ(code("no vector"), ErrorCode::syntax);
}

TEST(Cvss, OrderIsPrescribedButInVersion3) {
  EXPECT_EQ(code("AC:L/AV:N/Au:N/C:P/I:P/A:P"), ErrorCode::syntax);
  EXPECT_EQ(code(std::string(kBase2) + "/RL:OF/E:F/RC:C"), ErrorCode::syntax);
  EXPECT_EQ(scored("CVSS:3.1/E:X/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N"), scored(kBase31));
  EXPECT_EQ(code(replaced(kBase40, "AV:N/AC:L", "AC:L/AV:N")), ErrorCode::syntax);
  EXPECT_EQ(code(std::string(kBase40) + "/CR:H/E:A"), ErrorCode::syntax);
}

TEST(Cvss, RatingsAreThoseOfTheVersion) {
  const auto severity = [](std::string_view vector) { return scored(vector).severity; };
  EXPECT_EQ(severity("AV:N/AC:L/Au:N/C:N/I:N/A:N"), SeverityWord::low);       // 0.0
  EXPECT_EQ(severity("AV:N/AC:L/Au:S/C:N/I:P/A:N"), SeverityWord::moderate);  // 4.0
  EXPECT_EQ(severity("AV:N/AC:L/Au:N/C:C/I:C/A:C"), SeverityWord::high);      // 10.0
  EXPECT_EQ(severity(replaced(kBase31, "C:H/I:H/A:H", "C:N/I:N/A:N")), SeverityWord::none);
  EXPECT_EQ(severity("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N"), SeverityWord::low);       // 3.1
  EXPECT_EQ(severity("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L"), SeverityWord::moderate);  // 4.2
  EXPECT_EQ(severity("CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H"), SeverityWord::high);      // 7.2
  EXPECT_EQ(severity("CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:H/I:H/A:H"), SeverityWord::critical);  // 9.0
}

}  // namespace
}  // namespace cordon::intel
