#include "rules/rule.h"

#include <gtest/gtest.h>

#include "rules/testing.h"

namespace cordon::rules {
namespace {

using testing::kTable;

const std::string kRule = R"(id: watch.example
title: does something
description: Why it matters.
overturned_by: Nothing.
severity: high
confidence: low
attack: [attack.t1059.007]
remedy: [First, Then]
on: [exec, connect]
detection:
  a: {process.name: curl}
  condition: a
)";

std::string with(std::string_view from, std::string_view to) {
  std::string out = kRule;
  out.replace(out.find(from), from.size(), to);
  return out;
}

Error error_of(const std::string& text) {
  auto rule = read_rule(text, kTable);
  EXPECT_FALSE(rule) << text;
  return rule ? Error() : rule.error();
}

TEST(Rule, KeepsWhatItSays) {
  const auto rule = read_rule(kRule, kTable);
  ASSERT_TRUE(rule) << rule.error().describe();
  EXPECT_EQ(rule->id, "watch.example");
  EXPECT_EQ(rule->severity, model::Severity::high);
  EXPECT_EQ(rule->confidence, model::Confidence::low);
  EXPECT_EQ(rule->attack, std::vector<std::string>{"attack.t1059.007"});
  EXPECT_EQ(rule->remedy, (std::vector<std::string>{"First", "Then"}));
  EXPECT_EQ(rule->on, kind_bit(model::EventKind::exec) | kind_bit(model::EventKind::connect));
}

TEST(Rule, NeedsEveryKeyAndKnowsNoOther) {
  for (const char* key : {"id", "title", "description", "overturned_by", "severity", "confidence", "attack", "remedy",
                          "on", "detection"}) {
    const std::string without = with(std::string(key) + ":", "x-" + std::string(key) + ":");
    EXPECT_EQ(error_of(without).code, ErrorCode::unknown_key) << key;
  }
  EXPECT_EQ(error_of(with("severity: high\n", "")).code, ErrorCode::missing_field);
  EXPECT_EQ(error_of(with("on: [exec, connect]\n", "")).code, ErrorCode::missing_field);
  EXPECT_EQ(error_of(kRule.substr(0, kRule.find("detection"))).code, ErrorCode::missing_field);
  const Error error = error_of(with("severity", "severty"));
  EXPECT_EQ(error.line, 5u);
  EXPECT_NE(error.message.find("severity"), std::string::npos);
}

TEST(Rule, RefusesWordsThatDoNotExist) {
  for (const auto& [from, to] :
       {std::pair("high", "huge"), std::pair("low", "some"), std::pair("[exec", "[exek"),
        std::pair("attack.t1059.007", "t1059"), std::pair("attack.t1059.007", "attack.t1059.07"),
        std::pair("watch.example", "Watch"), std::pair("watch.example", "watch.")})
    EXPECT_EQ(error_of(with(from, to)).code, ErrorCode::invalid_value) << to;
  EXPECT_EQ(error_of(with("[First, Then]", "First")).code, ErrorCode::wrong_type);
  EXPECT_EQ(error_of(with("[First, Then]", "[]")).code, ErrorCode::wrong_type);
  EXPECT_EQ(error_of("[]").code, ErrorCode::wrong_type);
}

TEST(Rule, RefusesFieldsThatItsEventsDoNotHave) {
  const Error error = error_of(with("process.name: curl", "file.operation: read"));
  EXPECT_EQ(error.code, ErrorCode::invalid_value);
  EXPECT_EQ(error.line, 11u);
}

TEST(Rule, IsBoundedAndSingle) {
  EXPECT_EQ(error_of(std::string(100'000, ' ')).code, ErrorCode::too_large);
  EXPECT_EQ(error_of(kRule + "---\n" + kRule).code, ErrorCode::too_many);
  EXPECT_EQ(error_of(with("First", std::string(2'000, 'a'))).code, ErrorCode::wrong_type);
  EXPECT_FALSE(read_rule("", kTable));
}

}  // namespace
}  // namespace cordon::rules
