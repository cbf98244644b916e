#include "inventory/npm/yarn_classic_parse.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

std::vector<std::string> selectors(const ClassicLock& lock, std::size_t block = 0) {
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < lock.blocks.at(block).selector_count; ++i)
    out.emplace_back(lock.selectors[lock.blocks[block].first_selector + i].text);
  return out;
}

using Words = std::vector<std::string>;

TEST(YarnClassicParse, ReadsABlock) {
  const auto lock = parse_yarn_classic(
      "# yarn lockfile v1\n\n\n"
      "\"@s/a@^1.0.0\", \"@s/a@>=1 <3\", b@2:\n"
      "  version \"1.2.3\"\n"
      "  resolved \"https://registry.example.test/@s/a/-/a-1.2.3.tgz#abc\"\n"
      "  integrity sha512-x+/==\n"
      "  dependencies:\n"
      "    c \"^1 || 2\"\n"
      "    \"@s/d\" \"*\"\n"
      "  optionalDependencies:\n"
      "    e \"1\"\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  ASSERT_EQ(lock->blocks.size(), 1u);
  const ClassicBlock& block = lock->blocks[0];
  EXPECT_EQ(selectors(*lock), (Words{"@s/a@^1.0.0", "@s/a@>=1 <3", "b@2"}));
  EXPECT_EQ(block.line, 4u);
  EXPECT_EQ(block.version, "1.2.3");
  EXPECT_EQ(block.resolved, "https://registry.example.test/@s/a/-/a-1.2.3.tgz#abc");
  EXPECT_EQ(block.integrity, "sha512-x+/==");
  const auto dependencies = lock->dependencies_of(block);
  ASSERT_EQ(dependencies.size(), 3u);
  EXPECT_EQ(dependencies[0].name, "c");
  EXPECT_EQ(dependencies[0].range, "^1 || 2");
  EXPECT_EQ(dependencies[1].name, "@s/d");
  EXPECT_EQ(dependencies[1].line, 10u);
  EXPECT_FALSE(dependencies[1].optional);
  EXPECT_TRUE(dependencies[2].optional);
}

TEST(YarnClassicParse, TakesByteOrderMarkAndWindowsLineEnds) {
  const auto lock = parse_yarn_classic("\xEF\xBB\xBF# yarn lockfile v1\r\n\r\na@^1:\r\n  version \"1.0.0\"\r\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  EXPECT_EQ(selectors(*lock), Words{"a@^1"});
  EXPECT_EQ(lock->blocks[0].version, "1.0.0");
}

TEST(YarnClassicParse, AnEmptyFileHasNoBlocks) {
  for (const char* text : {"", "\n\n", "# yarn lockfile v1\n\n\n", "# yarn lockfile v1", "   \n"}) {
    const auto lock = parse_yarn_classic(text);
    ASSERT_TRUE(lock) << text;
    EXPECT_TRUE(lock->blocks.empty());
  }
}

TEST(YarnClassicParse, TakesQuotedKeysAndValuesWithAColon) {
  const auto lock = parse_yarn_classic("\"a@^1\":\n  \"version\" \"1.0.0\"\n  resolved: \"x\"\n  integrity: sha1-y\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  EXPECT_EQ(lock->blocks[0].version, "1.0.0");
  EXPECT_EQ(lock->blocks[0].resolved, "x");
  EXPECT_EQ(lock->blocks[0].integrity, "sha1-y");
}

TEST(YarnClassicParse, DecodesEscapes) {
  const auto lock = parse_yarn_classic("\"a@file:C:\\\\x\\u0041\\\"\":\n  version \"1\\\\\"\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  EXPECT_EQ(selectors(*lock), Words{"a@file:C:\\xA\""});
  EXPECT_EQ(lock->blocks[0].version, "1\\");
}

TEST(YarnClassicParse, AColonInsideABareKeyBelongsToIt) {
  const auto lock = parse_yarn_classic("a@npm:b@^1, c@file:../c:\n  version \"1.0.0\"\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  EXPECT_EQ(selectors(*lock), (Words{"a@npm:b@^1", "c@file:../c"}));
}

TEST(YarnClassicParse, EmptyLinesAndCommentsDoNotEndABlock) {
  const auto lock =
      parse_yarn_classic("a@1:\n  version \"1\" # why\n\n# note\n   # odd\n  dependencies:\n\n    b \"2\"\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  EXPECT_EQ(lock->dependencies_of(lock->blocks[0]).size(), 1u);
}

TEST(YarnClassicParse, IgnoresUnknownFieldsAndLists) {
  const auto lock = parse_yarn_classic(
      "a@1:\n  version \"1\"\n  uid \"\"\n  prebuiltVariants:\n    x \"y\"\n    deep:\n      z \"1\"\n  "
      "dependencies:\n    b \"2\"\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  ASSERT_EQ(lock->dependencies.size(), 1u);
  EXPECT_EQ(lock->dependencies[0].name, "b");
  EXPECT_TRUE(lock->problems.empty());
}

TEST(YarnClassicParse, ALaterBlockTakesASelectorFromAnEarlierOne) {
  const auto lock = parse_yarn_classic("a@1, a@2:\n  version \"1\"\na@2:\n  version \"2\"\n");
  ASSERT_TRUE(lock);
  EXPECT_FALSE(lock->selectors[0].shadowed);
  EXPECT_TRUE(lock->selectors[1].shadowed);
  EXPECT_EQ(lock->by_selector.at("a@2"), 2u);
  ASSERT_EQ(lock->duplicates.size(), 1u);
  EXPECT_EQ(lock->duplicates[0].key, "a@2");
  EXPECT_EQ(lock->duplicates[0].first_line, 1u);
  EXPECT_EQ(lock->duplicates[0].last_line, 3u);
}

TEST(YarnClassicParse, TheLastOfTwoFieldsCountsAndIsADuplicate) {
  const auto lock = parse_yarn_classic("a@1:\n  version \"1\"\n  version \"2\"\n");
  ASSERT_TRUE(lock);
  EXPECT_EQ(lock->blocks[0].version, "2");
  ASSERT_EQ(lock->duplicates.size(), 1u);
  EXPECT_EQ(lock->duplicates[0].last_line, 3u);
}

TEST(YarnClassicParse, WhatHasTheWrongShapeIsAProblemAndTheRestIsRead) {
  const auto lock =
      parse_yarn_classic("bogus text\na@1:\n  version:\n    x \"1\"\n  dependencies \"b\"\nb@1:\n  version \"1\"\n");
  ASSERT_TRUE(lock) << lock.error().describe();
  ASSERT_EQ(lock->problems.size(), 3u);
  EXPECT_EQ(lock->problems[0].line, 1u);
  EXPECT_EQ(lock->problems[0].code, ErrorCode::wrong_type);
  EXPECT_EQ(lock->problems[1].line, 3u);
  EXPECT_EQ(lock->problems[2].line, 5u);
  EXPECT_EQ(lock->blocks.size(), 2u);
}

TEST(YarnClassicParse, MalformedLinesAreSyntaxErrorsWithTheirPlace) {
  struct Case {
    const char* text;
    std::uint32_t line, column;
  };
  const Case cases[] = {
      {"a@1:\n   version \"1\"\n", 2, 4},        // three spaces
      {"a@1:\n    version \"1\"\n", 2, 5},       // too deep
      {"a@1:\n\tversion \"1\"\n", 2, 1},         // a tab
      {"a@1:\n  version\n", 2, 10},              // no value
      {"a@1:\n  version \"1\" \"2\"\n", 2, 15},  // two values
      {"a@1\n", 1, 4},                           // neither value nor list
      {"a@1,:\n", 1, 5},                         // no selector behind the comma
      {"<<<<<<< HEAD\n", 1, 1},                  // a conflict marker
      {"=======\n", 1, 1},
      {"a@1:\n  version \"1\n  resolved \"x\"\n", 2, 13},  // a quote that nothing closes
      {"\"a\\q@1\":\n  version \"1\"\n", 1, 8},            // no escape of JSON
      {"a@1:\n  version \"1\"\n    b \"1\"\n", 3, 5},
      {"a@1:\r  version \"1\"\n", 1, 1},  // lines that only yarn sees
  };
  for (const Case& c : cases) {
    const auto lock = parse_yarn_classic(c.text);
    ASSERT_FALSE(lock) << c.text;
    EXPECT_EQ(lock.error().code, ErrorCode::syntax) << c.text;
    EXPECT_EQ(lock.error().line, c.line) << c.text;
    EXPECT_EQ(lock.error().column, c.column) << c.text;
  }
}

TEST(YarnClassicParse, ATextThatEndsInsideAWordIsTruncated) {
  const auto lock = parse_yarn_classic("a@1:\n  version \"1.0");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, ErrorCode::truncated);
  EXPECT_EQ(lock.error().line, 2u);
}

TEST(YarnClassicParse, RefusesNewerVersions) {
  EXPECT_EQ(parse_yarn_classic("# yarn lockfile v2\n").error().code, ErrorCode::unsupported_version);
  EXPECT_EQ(parse_yarn_classic("# yarn lockfile v99999999999\n").error().code, ErrorCode::unsupported_version);
  EXPECT_TRUE(parse_yarn_classic("# yarn lockfile very old\n"));
}

TEST(YarnClassicParse, KeepsLimits) {
  Limits limits;
  limits.bytes = 10;
  EXPECT_EQ(parse_yarn_classic("a@1:\n  version \"1\"\n", limits).error().code, ErrorCode::too_large);
  limits = {};
  limits.entries = 3;
  EXPECT_EQ(parse_yarn_classic("a@1, a@2, a@3:\n  version \"1\"\n", limits).error().code, ErrorCode::too_many);
  limits = {};
  limits.depth = 2;
  EXPECT_EQ(parse_yarn_classic("a@1:\n  b:\n    c:\n      d \"1\"\n", limits).error().code, ErrorCode::too_deep);
  EXPECT_EQ(parse_yarn_classic("a@1:\n  version \"\xFF\"\n").error().code, ErrorCode::invalid_utf8);
  EXPECT_EQ(parse_yarn_classic(std::string_view("a\0@\0", 4)).error().code, ErrorCode::unsupported_encoding);
}

}  // namespace
}  // namespace cordon::inventory::npm
