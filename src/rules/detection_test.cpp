#include "rules/detection.h"

#include <gtest/gtest.h>

#include "base/yaml.h"
#include "rules/testing.h"

namespace cordon::rules {
namespace {

using testing::kTable;

Result<Detection> read(const std::string& text, const RuleLimits& limits = {}) {
  const Document document = TRY(yaml::parse(text));
  return Detection::read(document, document.root(), kTable, kEveryKind, limits);
}

Error error_of(const std::string& text, const RuleLimits& limits = {}) {
  auto detection = read(text, limits);
  EXPECT_FALSE(detection) << text;
  return detection ? Error() : detection.error();
}

Record curl(std::int64_t port) {
  Record out(kTable.size());
  out.add(0, "curl");
  out.set_number(2, port);
  return out;
}

TEST(Detection, JoinsTheLinesOfAMapWithAndAndMapsOfAListWithOr) {
  const auto both = read("s: {process.name: curl, connect.port: 80}\ncondition: s\n");
  ASSERT_TRUE(both);
  EXPECT_TRUE(both->matches(curl(80)));
  EXPECT_FALSE(both->matches(curl(81)));
  const auto either = read("s:\n  - process.name: wget\n  - connect.port: 80\ncondition: s\n");
  ASSERT_TRUE(either);
  EXPECT_TRUE(either->matches(curl(80)));
  EXPECT_FALSE(either->matches(curl(81)));
}

TEST(Detection, EvaluatesItsConditionOverSelections) {
  const auto detection = read("a: {process.name: curl}\nb: {connect.port: 80}\ncondition: a and not b\n");
  ASSERT_TRUE(detection);
  EXPECT_TRUE(detection->matches(curl(81)));
  EXPECT_FALSE(detection->matches(curl(80)));
  EXPECT_EQ(detection->fields(), (std::vector<std::size_t>{0, 2}));
}

TEST(Detection, SaysTheLineAndColumnOfAFault) {
  Error error = error_of("a:\n  process.name: curl\n  connect.prt: 1\ncondition: a\n");
  EXPECT_EQ(error.code, ErrorCode::unknown_key);
  EXPECT_EQ(error.line, 3u);
  EXPECT_EQ(error.column, 3u);
  error = error_of("a: {process.name: curl}\ncondition: a and bb\n");
  EXPECT_EQ(error.code, ErrorCode::not_found);
  EXPECT_EQ(error.line, 2u);
  EXPECT_EQ(error.column, 18u);
  error = error_of("a: {process.name: curl}\ncondition: 'a and bb'\n");
  EXPECT_EQ(error.column, 19u);
}

TEST(Detection, RefusesWhatCannotBeMeant) {
  EXPECT_EQ(error_of("a: {process.name: curl}\nb: {process.name: sh}\ncondition: a\n").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("a: {process.name: curl, process.name: sh}\ncondition: a\n").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("a: {}\ncondition: a\n").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("a: []\ncondition: a\n").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("a b: {process.name: sh}\ncondition: a\n").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("not: {process.name: sh}\ncondition: not\n").code, ErrorCode::invalid_value);
  EXPECT_EQ(error_of("a: {process.name: curl}\n").code, ErrorCode::missing_field);
  EXPECT_EQ(error_of("condition: a\n").code, ErrorCode::missing_field);
  EXPECT_EQ(error_of("a: curl\ncondition: a\n").code, ErrorCode::wrong_type);
  EXPECT_EQ(error_of("[a]\n").code, ErrorCode::wrong_type);
}

TEST(Detection, SaysWhichPartsOfSigmaItDoesNotRead) {
  EXPECT_EQ(error_of("a: [curl, wget]\ncondition: a\n").code, ErrorCode::unsupported_format);
  EXPECT_EQ(error_of("a: {process.name: curl}\ncondition: [a, not a]\n").code, ErrorCode::unsupported_format);
}

TEST(Detection, IsBounded) {
  RuleLimits limits;
  limits.selections = 1;
  EXPECT_EQ(error_of("a: {process.name: c}\nb: {process.name: d}\ncondition: a or b\n", limits).code,
            ErrorCode::too_many);
  limits = {};
  limits.values = 3;
  EXPECT_EQ(error_of("a: {process.name: c, connect.port: 1}\nb: {process.name: d}\ncondition: a or b\n", limits).code,
            ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::rules
