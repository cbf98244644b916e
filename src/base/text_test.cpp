#include "base/text.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace cordon::text {
namespace {

TEST(VisibleText, LeavesOrdinaryTextAsItIs) {
  EXPECT_EQ(visible("left-pad@1.3.0"), "left-pad@1.3.0");
  EXPECT_EQ(visible("na\u00efve \u65e5\u672c\u8a9e \U0001F4E6"), "na\u00efve \u65e5\u672c\u8a9e \U0001F4E6");
  EXPECT_EQ(visible(""), "");
}

TEST(VisibleText, ShowsControlCharactersAndStaysOnOneLine) {
  EXPECT_EQ(visible("a\nb\r\tc"), "a<U+000A>b<U+000D><U+0009>c");
  EXPECT_EQ(visible(std::string_view("a\0b", 3)), "a<U+0000>b");
  EXPECT_EQ(visible("\x1B[31mred\x1B[0m"), "<U+001B>[31mred<U+001B>[0m");
  EXPECT_EQ(visible("\x7F"), "<U+007F>");
  EXPECT_EQ(visible("\u009B31m"), "<U+009B>31m");  // a C1 control introduces an escape sequence, too
}

TEST(VisibleText, ShowsWhatReordersOrHidesText) {
  EXPECT_EQ(visible("\u202Egpj.exe"), "<U+202E>gpj.exe");
  EXPECT_EQ(visible("ax\u200Bios"), "ax<U+200B>ios");
  EXPECT_EQ(visible("a\u2066b\u2069"), "a<U+2066>b<U+2069>");
  EXPECT_EQ(visible("x\uFE0F\U000E0101\U000E0041"), "x<U+FE0F><U+E0101><U+E0041>");
  EXPECT_EQ(visible("a\u2028b\u2029"), "a<U+2028>b<U+2029>");
  EXPECT_EQ(visible("a\u00A0b\uE000\uFFFF"), "a<U+00A0>b<U+E000><U+FFFF>");
}

TEST(VisibleText, ShowsEachInvalidByte) {
  EXPECT_EQ(visible("a\xFF\xC0\x80z"), "a<0xFF><0xC0><0x80>z");
  EXPECT_EQ(visible("\xED\xA0\x80"), "<0xED><0xA0><0x80>");  // an encoded surrogate
  EXPECT_EQ(visible("end\xE2\x82"), "end<0xE2><0x82>");
}

TEST(VisibleText, CountsWhatItDoesNotShow) {
  EXPECT_EQ(visible("abcdef", 3), "abc\u2026 (+3 bytes)");
  EXPECT_EQ(visible("abc", 3), "abc");
  EXPECT_EQ(visible("ab\u20ACz", 3), "ab\u2026 (+4 bytes)");  // never half a character
  EXPECT_EQ(visible(std::string(300'000, 'x'), 10), "xxxxxxxxxx\u2026 (+299990 bytes)");
  EXPECT_EQ(visible("abc", 0), "\u2026 (+3 bytes)");
}

TEST(VisibleText, NeverContainsAnythingHiddenWhateverTheInput) {
  std::string every;
  for (std::uint32_t code = 0; code < 0x110000; code += code < 0x3000 ? 1 : 13)
    if (code < 0xD800 || code > 0xDFFF) utf8::append(every, code);
  const std::string shown = visible(every, every.size());
  ASSERT_EQ(utf8::find_invalid(shown), std::string_view::npos);
  for (const char *at = shown.data(), *end = at + shown.size(); at != end;) {
    const std::size_t length = utf8::sequence_length(at, end);
    ASSERT_FALSE(is_hidden(utf8::decode(at, length)));
    at += length;
  }
}

}  // namespace
}  // namespace cordon::text
