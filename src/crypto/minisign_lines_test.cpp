#include "crypto/minisign_lines.h"

#include <gtest/gtest.h>

#include <array>
#include <initializer_list>
#include <string>

namespace cordon::crypto {
namespace {

TEST(MinisignLines, ReadsCommentsAndBase64InTheirOrder) {
  LineReader lines("untrusted comment: a b\nAQID\r\ntrusted comment: \tx\nBA==");
  std::array<unsigned char, 3> three{};
  std::array<unsigned char, 1> one{};
  EXPECT_EQ(lines.comment(kUntrustedComment, 10).value(), "a b");
  ASSERT_TRUE(lines.base64(three, "three bytes"));
  EXPECT_EQ(three, (std::array<unsigned char, 3>{1, 2, 3}));
  EXPECT_EQ(lines.end().error().code, ErrorCode::syntax);
  EXPECT_EQ(lines.comment(kTrustedComment, 2).value(), "\tx");
  ASSERT_TRUE(lines.base64(one, "one byte"));
  EXPECT_EQ(one[0], 4);
  EXPECT_TRUE(lines.end());
  EXPECT_EQ(lines.base64(one, "one byte").error().code, ErrorCode::truncated);
  EXPECT_EQ(lines.base64(one, "one byte").error().line, 6u);
}

TEST(MinisignLines, RefusesBase64InAnyOtherForm) {
  for (const std::string_view line :
       {"BA", "BA=", "BB==", "BA==\n\n=", " BA==", "BA== ", "B_==", "BA===", "AQID", "\n", "BA\n=="}) {
    std::array<unsigned char, 1> one{};
    LineReader lines(line);
    const bool read = lines.base64(one, "one byte").has_value() && lines.end().has_value();
    EXPECT_FALSE(read) << line;
  }
}

TEST(MinisignLines, RefusesCommentsWithoutPrefixTooLongOrWithControls) {
  const auto code = [](std::string_view text) {
    LineReader lines(text);
    return lines.comment(kTrustedComment, 4).error().code;
  };
  EXPECT_EQ(code("untrusted comment: a\n"), ErrorCode::syntax);
  EXPECT_EQ(code("trusted comment:a\n"), ErrorCode::syntax);
  EXPECT_EQ(code("trusted comment: abcde\n"), ErrorCode::too_large);
  EXPECT_EQ(code("trusted comment: a\033b\n"), ErrorCode::syntax);
  EXPECT_EQ(code(std::string_view("trusted comment: \0\n", 19)), ErrorCode::syntax);
  EXPECT_EQ(code("trusted comment: a\rb\n"), ErrorCode::syntax);
  EXPECT_EQ(code(""), ErrorCode::truncated);
}

TEST(MinisignLines, WritesCanonicalBase64) {
  const std::array<unsigned char, 2> bytes{1, 2};
  EXPECT_EQ(base64_of(bytes), "AQI=");
  EXPECT_EQ(secret_base64_of(bytes).text(), "AQI=");
  EXPECT_EQ(base64_of({}), "");
}

}  // namespace
}  // namespace cordon::crypto
