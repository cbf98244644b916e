#include "change/rewrite/yarn_blocks.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

TEST(YarnBlocks, ReadsSelectorsMembersAndLists) {
  const TextLines lines(
      "# yarn lockfile v1\n\n\"@s/a@^1.0.0\", a@file:../a, b@1:\n  version \"1.0.0\"\n  dependencies:\n"
      "    \"@s/b\" \"^2.0.0\"\n    c latest\n\nd@*:\n  version \"3.0.0\"\n");
  const auto blocks = yarn_blocks(lines, {});
  ASSERT_TRUE(blocks);
  ASSERT_EQ(blocks->size(), 2u);
  const YarnBlock& block = blocks->front();
  EXPECT_TRUE(block.is_clear);
  EXPECT_TRUE(block.has("@s/a@^1.0.0") && block.has("a@file:../a") && block.has("b@1"));
  EXPECT_EQ(block.version(), "1.0.0");
  ASSERT_TRUE(block.dependencies);
  EXPECT_EQ(block.dependencies->members.at(1).value, "latest");
  EXPECT_EQ(block.first, 2u);
  EXPECT_EQ(block.last, 7u);
}

TEST(YarnBlocks, SaysWhichBlocksItDoesNotUnderstand) {
  for (const std::string_view inside : {"  uid abc\n", "  # a comment\n  version \"1\"\n", "\n  version \"1\"\n"}) {
    const TextLines lines("a@1:\n  resolved \"x\"\n" + std::string(inside));
    const auto blocks = yarn_blocks(lines, {});
    ASSERT_TRUE(blocks);
    EXPECT_FALSE(blocks->front().is_clear) << inside;
  }
}

TEST(YarnBlocks, RefusesOtherTexts) {
  const auto code = [](std::string_view text) { return yarn_blocks(TextLines(text), {}).error().code; };
  EXPECT_EQ(code("__metadata:\n  version: 8\n"), ErrorCode::unsupported_format);
  EXPECT_EQ(code("  version \"1\"\n"), ErrorCode::syntax);
  EXPECT_EQ(code("a@1\n"), ErrorCode::syntax);
  EXPECT_EQ(code("a@1:\n  version \"1\n"), ErrorCode::syntax);
  EXPECT_EQ(code("<<<<<<< HEAD\n"), ErrorCode::syntax);
  EXPECT_EQ(code(std::string_view("a@1:\n  version \"1\0\"\n", 18)), ErrorCode::syntax);
}

TEST(YarnBlocks, SplitsAliases) {
  EXPECT_EQ(split_selector("@s/a@npm:b@^1").name, "@s/a");
  EXPECT_EQ(split_selector("@s/a@npm:b@^1").range, "npm:b@^1");
  EXPECT_EQ(real_name("@s/a@npm:@t/b@^1"), "@t/b");
  EXPECT_EQ(real_name("a@^1"), "a");
}

TEST(YarnBlocks, QuotesAsYarnDoes) {
  EXPECT_EQ(yarn_word("sha512-a/b+c=="), "sha512-a/b+c==");
  EXPECT_EQ(yarn_word("1.0.0"), "\"1.0.0\"");
  EXPECT_EQ(yarn_word("^1"), "\"^1\"");
  EXPECT_EQ(yarn_word("@s/a"), "\"@s/a\"");
  EXPECT_EQ(yarn_word("a@>= 1"), "\"a@>= 1\"");
  EXPECT_EQ(yarn_word("true-case-path"), "\"true-case-path\"");
}

}  // namespace
}  // namespace cordon::change
