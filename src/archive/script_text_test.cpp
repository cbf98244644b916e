#include "archive/script_text.h"

#include <gtest/gtest.h>

#include <cmath>

#include "archive/node_paths.h"
#include "archive/node_pax.h"
#include "archive/testing_tar.h"

namespace cordon::archive {
namespace {

TEST(ScriptText, ReplacesTheLongestPartOfABrokenSequence) {
  EXPECT_EQ(decode_lossy("a\xFF\xFE"), "a\uFFFD\uFFFD");
  EXPECT_EQ(decode_lossy("\xE2\x82"), "\uFFFD");
  EXPECT_EQ(decode_lossy("\xE2\x82x"), "\uFFFDx");
  EXPECT_EQ(decode_lossy("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(decode_lossy("\xF0\x9F\x98"), "\uFFFD");
  EXPECT_EQ(decode_lossy("\xC0\xAF"), "\uFFFD\uFFFD");
  EXPECT_EQ(decode_lossy("caf\xC3\xA9"), "caf\u00e9");
}

TEST(ScriptText, AZeroEndsItsLineOnly) {
  EXPECT_EQ(without_zero_tail(std::string_view("a\0b\nc\0d", 7)), std::string("a\nc\0d", 5));
  EXPECT_EQ(without_zero_tail(std::string_view("a\0b", 3)), "a");
  EXPECT_EQ(without_zero_tail("ab"), "ab");
}

TEST(ScriptText, NumbersAreThoseOfTheLanguage) {
  EXPECT_EQ(parse_int("\u00a0 12x", 10), 12.0);
  EXPECT_EQ(parse_int("-17", 8), -15.0);
  EXPECT_FALSE(parse_int("x1", 10));
  EXPECT_FALSE(parse_int("9", 8));
  EXPECT_EQ(to_number(""), 0.0);
  EXPECT_EQ(to_number(" 0x10 "), 16.0);
  EXPECT_EQ(to_number("1e3"), 1000.0);
  EXPECT_EQ(to_number("-2.5"), -2.5);
  EXPECT_TRUE(std::isinf(*to_number("Infinity")));
  EXPECT_TRUE(std::isinf(*to_number("1e999")));
  for (const char* none : {"1x", "0x", "1_0", "--1", "inf", "nan", "+-1", "."}) EXPECT_FALSE(to_number(none)) << none;
}

TEST(ScriptText, UnitsAreThoseOfUtf16) {
  EXPECT_EQ(without_units("\u00e9\U0001F600x", 3), "x");
  EXPECT_FALSE(without_units("\U0001F600x", 1));
  EXPECT_EQ(without_units("ab", 5), "");
}

TEST(NodePaths, RootsOfBothWorldsGo) {
  EXPECT_EQ(without_roots("/a"), "a");
  EXPECT_EQ(without_roots("///c:/d:a"), "a");
  EXPECT_EQ(without_roots("//host/share/a"), "host/share/a");
  EXPECT_EQ(without_roots("\\\\host\\share\\a"), "a");
  EXPECT_EQ(without_roots("//?/c:/a"), "a");
  EXPECT_EQ(without_roots("ab:c"), "ab:c");
  EXPECT_EQ(climbs_of("a/../../b/../.."), 2u);
  EXPECT_EQ(climbs_of("/a\\..\\.."), 1u);
  EXPECT_TRUE(has_parent_part("a\\.."));
  EXPECT_FALSE(has_parent_part("a..b/..."));
}

TEST(NodePax, ReadsLineByLineAndTellsWhereTheStandardDiffers) {
  const NodePax plain = read_node_pax(pax_record("path", "a=b") + pax_record("size", "12") + pax_record("uid", "0"));
  EXPECT_EQ(plain.said.path, "a=b");
  EXPECT_EQ(plain.said.size, 12.0);
  EXPECT_TRUE(plain.said.has_owner);
  EXPECT_TRUE(plain.agrees);
  const NodePax hidden = read_node_pax(pax_record("comment", "x\n" + pax_record("path", "p")));
  EXPECT_EQ(hidden.said.path, "p");
  EXPECT_FALSE(hidden.agrees);
  EXPECT_EQ(read_node_pax("10xpath=ab\n").said.path, std::nullopt);
  EXPECT_EQ(read_node_pax("11xpath=ab\n").said.path, "ab");
  EXPECT_FALSE(read_node_pax("11xpath=ab\n").agrees);
  EXPECT_FALSE(read_node_pax(pax_record("size", "0x1")).agrees);
  EXPECT_TRUE(read_node_pax(pax_record("GNU.sparse.major", "1")).is_sparse);
  EXPECT_TRUE(read_node_pax(pax_record("comment", "1")).is_comment);
}

}  // namespace
}  // namespace cordon::archive
