#include "base/encoding.h"

#include <gtest/gtest.h>

#include "base/code_point_index.h"
#include "base/utf8.h"

namespace cordon {
namespace {

TEST(Encoding, RefusesUtf16AndUtf32WithAndWithoutAMark) {
  for (const std::string_view text :
       {std::string_view("\xFF\xFE{\0", 4), std::string_view("\xFE\xFF\0{", 4), std::string_view("{\0}\0", 4),
        std::string_view("\0{\0}", 4), std::string_view("\0\0\0{", 4), std::string_view("{\0\0\0", 4)})
    EXPECT_EQ(check_encoding(text, {}).error().code, ErrorCode::unsupported_encoding);
  EXPECT_TRUE(check_encoding("\xEF\xBB\xBF{}", {}).has_value());
  EXPECT_TRUE(check_encoding("", {}).has_value());
}

TEST(Encoding, RefusesMoreBytesThanTheLimit) {
  Limits limits;
  limits.bytes = 3;
  EXPECT_EQ(check_encoding("1234", limits).error().code, ErrorCode::too_large);
  EXPECT_TRUE(check_encoding("123", limits).has_value());
}

TEST(Encoding, SaysWhereTheFirstInvalidByteStands) {
  const Error error = check_utf8("a\n\u00e9\xFFz").error();
  EXPECT_EQ(error.code, ErrorCode::invalid_utf8);
  EXPECT_EQ(error.line, 2u);
  EXPECT_EQ(error.column, 3u);
  EXPECT_EQ(check_utf8("\xFF").error().column, 1u);
  EXPECT_TRUE(check_utf8("a\n\u00e9").has_value());
}

TEST(CodePointIndex, AgreesWithCountingByHand) {
  std::string text;
  const std::string_view pieces[] = {"a", "\u00e9", "\u20ac", "\U0001F4E6", "plain ascii that fills a block and more"};
  for (std::size_t i = 0; i < 200; ++i) text += pieces[(i * i + i / 7) % 5];
  for (const std::string& sample : {text, std::string(300, 'x'), std::string(), std::string("\u20ac")}) {
    const CodePointIndex index(sample);
    std::uint64_t number = 0;
    for (std::uint32_t byte = 0; byte < sample.size(); ++number) {
      ASSERT_EQ(index.byte_of(number), byte);
      ASSERT_EQ(index.index_of(byte), number);
      byte += static_cast<std::uint32_t>(utf8::sequence_length(sample.data() + byte, sample.data() + sample.size()));
    }
    EXPECT_EQ(index.byte_of(number), sample.size());
    EXPECT_EQ(index.byte_of(number + 1000), sample.size());
    EXPECT_EQ(index.index_of(static_cast<std::uint32_t>(sample.size())), number);
  }
}

}  // namespace
}  // namespace cordon
