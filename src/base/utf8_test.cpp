#include "base/utf8.h"

#include <gtest/gtest.h>

namespace cordon::utf8 {
namespace {

TEST(Utf8, EveryCodePointSurvivesARoundTrip) {
  for (std::uint32_t code = 0; code < 0x110000; ++code) {
    if (code >= 0xD800 && code < 0xE000) continue;
    std::string text;
    append(text, code);
    ASSERT_EQ(sequence_length(text.data(), text.data() + text.size()), text.size()) << code;
    ASSERT_EQ(decode(text.data(), text.size()), code);
  }
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndWhatLiesAboveUnicode) {
  for (const std::string_view bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3(", "\xE2\x82(", "\xF0\x9F\x93("})
    EXPECT_EQ(find_invalid(bad), 0u) << bad.size();
}

TEST(Utf8, RefusesASequenceThatTheTextCuts) {
  for (const std::string_view whole : {"\u00e9", "\u20ac", "\U0001F4E6"})
    for (std::size_t size = 1; size < whole.size(); ++size) EXPECT_EQ(find_invalid(whole.substr(0, size)), 0u);
}

TEST(Utf8, FindsAnInvalidByteAtEveryPlace) {
  for (std::size_t size = 0; size < 40; ++size) {
    std::string text(size, 'a');
    EXPECT_EQ(find_invalid(text), std::string_view::npos);
    for (std::size_t at = 0; at < size; ++at) {
      text[at] = '\xFF';
      EXPECT_EQ(find_invalid(text), at);
      text[at] = 'a';
    }
  }
  EXPECT_EQ(find_invalid("1234567\u00e9\xE2\x82\xAC 8901234\x80"), 20u);
}

}  // namespace
}  // namespace cordon::utf8
