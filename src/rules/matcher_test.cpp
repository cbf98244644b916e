#include "rules/matcher.h"

#include <gtest/gtest.h>

#include "base/yaml.h"
#include "rules/testing.h"

namespace cordon::rules {
namespace {

using testing::kTable;

Result<Matcher> read(const std::string& line, Kinds kinds = kEveryKind, const RuleLimits& limits = {}) {
  const Document document = TRY(yaml::parse(line));
  for (const Value::Member& member : document.root().members())
    return Matcher::read(document, member, kTable, kinds, limits);
  return fail(ErrorCode::internal, "no line");
}

bool matches(const std::string& line, const Record& record) {
  const auto matcher = read(line);
  EXPECT_TRUE(matcher) << line << ": " << (matcher ? "" : matcher.error().describe());
  return matcher && matcher->matches(record);
}

Record named(std::initializer_list<std::string_view> names) {
  Record out(kTable.size());
  for (const std::string_view name : names) out.add(0, name);
  return out;
}

Record port(std::int64_t number) {
  Record out(kTable.size());
  out.set_number(2, number);
  return out;
}

ErrorCode code_of(const std::string& line, Kinds kinds = kEveryKind, const RuleLimits& limits = {}) {
  const auto matcher = read(line, kinds, limits);
  EXPECT_FALSE(matcher) << line;
  if (matcher) return ErrorCode::internal;
  EXPECT_GT(matcher.error().line, 0u) << line;
  EXPECT_GT(matcher.error().column, 0u) << line;
  return matcher.error().code;
}

TEST(Matcher, HoldsWhenOneTextEqualsOneValue) {
  EXPECT_TRUE(matches("process.name: Curl", named({"curl"})));
  EXPECT_TRUE(matches("process.name: [wget, curl]", named({"busybox", "wget"})));
  EXPECT_FALSE(matches("process.name: [wget, curl]", named({"busybox"})));
  EXPECT_FALSE(matches("process.name: curl", named({})));
  EXPECT_TRUE(matches("process.name: python*", named({"python3.11"})));
}

TEST(Matcher, ReadsTheModifiersOfTexts) {
  EXPECT_TRUE(matches("process.name|contains: ur", named({"curl"})));
  EXPECT_TRUE(matches("process.name|startswith: cu", named({"curl"})));
  EXPECT_FALSE(matches("process.name|startswith: ur", named({"curl"})));
  EXPECT_TRUE(matches("process.name|endswith: rl", named({"curl"})));
  EXPECT_FALSE(matches("process.name|cased: Curl", named({"curl"})));
  EXPECT_TRUE(matches("process.name|contains|all: [cu, rl]", named({"curl"})));
  EXPECT_FALSE(matches("process.name|contains|all: [cu, xx]", named({"curl"})));
  EXPECT_TRUE(matches("process.name|all: [sh, dash]", named({"sh", "dash"})));
}

TEST(Matcher, ReadsExpressionsOfRe2) {
  EXPECT_TRUE(matches("process.name|re: '^cu.l$'", named({"curl"})));
  EXPECT_FALSE(matches("process.name|re: '^CURL$'", named({"curl"})));
  EXPECT_TRUE(matches("process.name|re|i: '^CURL$'", named({"curl"})));
}

TEST(Matcher, ReadsNetworks) {
  Record record(kTable.size());
  record.add(3, "192.0.2.7");
  EXPECT_TRUE(matches("connect.address|cidr: [198.51.100.0/24, 192.0.2.0/24]", record));
  EXPECT_FALSE(matches("connect.address|cidr: 198.51.100.0/24", record));
  EXPECT_FALSE(matches("process.name|cidr: 192.0.2.0/24", named({"no address"})));
}

TEST(Matcher, ComparesNumbers) {
  EXPECT_TRUE(matches("connect.port: [80, 443]", port(443)));
  EXPECT_TRUE(matches("connect.port|gt: 1", port(2)));
  EXPECT_FALSE(matches("connect.port|gt: 2", port(2)));
  EXPECT_TRUE(matches("connect.port|gte: 2", port(2)));
  EXPECT_TRUE(matches("connect.port|lt: 3", port(2)));
  EXPECT_TRUE(matches("connect.port|lte: 2", port(2)));
  EXPECT_FALSE(matches("connect.port|lt: 3", Record(kTable.size())));
}

TEST(Matcher, KnowsWhatIsThereAndWhatIsNot) {
  Record record(kTable.size());
  EXPECT_TRUE(matches("script.is_install|exists: false", record));
  EXPECT_FALSE(matches("script.is_install: false", record));
  record.set_flag(4, false);
  EXPECT_TRUE(matches("script.is_install: false", record));
  EXPECT_TRUE(matches("script.is_install|exists: true", record));
  EXPECT_TRUE(matches("process.name: null", record));
  EXPECT_TRUE(matches("process.name: [null, curl]", named({"curl"})));
  EXPECT_FALSE(matches("process.name: null", named({"curl"})));
}

TEST(Matcher, NamesAFieldThatIsNearAnUnknownOne) {
  const auto matcher = read("process.nam: curl");
  ASSERT_FALSE(matcher);
  EXPECT_EQ(matcher.error().code, ErrorCode::unknown_key);
  EXPECT_NE(matcher.error().message.find("process.name"), std::string::npos);
  EXPECT_EQ(code_of("process.name|contain: curl"), ErrorCode::unknown_key);
}

TEST(Matcher, RefusesValuesThatDoNotFitTheField) {
  for (const char* bad :
       {"connect.port: eighty", "connect.port: 1.5", "script.is_install: maybe", "process.name: 8080",
        "process.name: true", "process.name: {a: b}", "process.name: [[a]]", "script.is_install: [true]",
        "connect.port|contains: 8", "process.name|gt: 4", "script.is_install|contains: a", "connect.port|all: [1, 2]",
        "process.name|i: a", "process.name|re|cased: a", "process.name|contains: null", "process.name|exists: 1",
        "process.name|exists|all: true"})
    EXPECT_EQ(code_of(bad), ErrorCode::wrong_type) << bad;
}

TEST(Matcher, RefusesWhatNeverHolds) {
  EXPECT_EQ(code_of("file.operation: delet"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("process.name: []"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("process.name|re: '('"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("connect.address|cidr: 192.0.2.1/24"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("process.name|all: curl"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("process.name|all: [null, curl]"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("process.name|contains|endswith: a"), ErrorCode::invalid_value);
  EXPECT_EQ(code_of("connect.port: 80", kind_bit(model::EventKind::exec)), ErrorCode::invalid_value);
  EXPECT_TRUE(read("file.operation|startswith: del", kind_bit(model::EventKind::file)));
}

TEST(Matcher, IsBounded) {
  RuleLimits limits;
  limits.values = 2;
  limits.value_bytes = 4;
  EXPECT_EQ(code_of("process.name: [a, b, c]", kEveryKind, limits), ErrorCode::too_many);
  EXPECT_EQ(code_of("process.name: abcde", kEveryKind, limits), ErrorCode::too_large);
  limits = {};
  limits.regex_memory = 64 << 10;
  EXPECT_EQ(code_of("process.name|re: '((a{100}){100}){10}'", kEveryKind, limits), ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::rules
