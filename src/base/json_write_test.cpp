#include "base/json_write.h"

#include <gtest/gtest.h>

#include <random>

#include "base/json.h"
#include "base/utf8.h"

namespace cordon::json {
namespace {

std::string written(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

TEST(JsonWrite, EscapesWhatATerminalOrAnEyeWouldMisread) {
  EXPECT_EQ(written("a\"b\\c/"), R"("a\"b\\c/")");
  EXPECT_EQ(written("\n\r\t\b\f"), R"("\n\r\t\u0008\u000c")");
  EXPECT_EQ(written("\x1B[0m\x7F"), R"("\u001b[0m\u007f")");
  EXPECT_EQ(written("\u202E\u2028\u009B"), R"("\u202e\u2028\u009b")");
  EXPECT_EQ(written("\U000E0101"), R"("\udb40\udd01")");
  EXPECT_EQ(written("\u00e9\u65e5\U0001F4E6"), "\"\u00e9\u65e5\U0001F4E6\"");
}

TEST(JsonWrite, ReplacesInvalidBytesSoThatTheOutputIsAlwaysJson) {
  EXPECT_EQ(written("a\xFF\xC3"), "\"a\uFFFD\uFFFD\"");
  EXPECT_EQ(written("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST(JsonWrite, IndentsOrWritesOneLine) {
  const auto write = [](int indent) {
    std::string out;
    Writer writer(out, indent);
    writer.begin_object().member("a", 1).key("b").begin_array().string("x").null().end_array();
    writer.key("c").begin_object().end_object().key("d").begin_array().end_array().member("e", true).end_object();
    return out;
  };
  EXPECT_EQ(write(0), R"({"a":1,"b":["x",null],"c":{},"d":[],"e":true})");
  EXPECT_EQ(write(2),
            "{\n  \"a\": 1,\n  \"b\": [\n    \"x\",\n    null\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": true\n}");
}

TEST(JsonWrite, WritesTheWholeRangeOfIntegers) {
  std::string out;
  Writer(out, 0).begin_array().integer(INT64_MIN).unsigned_integer(UINT64_MAX).boolean(false).end_array();
  EXPECT_EQ(out, "[-9223372036854775808,18446744073709551615,false]");
}

TEST(JsonWrite, AnyTextComesBackAsItWas) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t i = random() % 20; i > 0; --i) {
      std::uint32_t code = random() % 3 == 0 ? random() % 0x110000 : random() % 0x100;
      if (code >= 0xD800 && code < 0xE000) code = '"';
      utf8::append(text, code);
    }
    const auto document = parse("[" + written(text) + "]");
    ASSERT_TRUE(document.has_value()) << written(text);
    ASSERT_EQ(document->root().at(0).string(), text);
  }
}

}  // namespace
}  // namespace cordon::json
