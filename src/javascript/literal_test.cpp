#include "javascript/literal.h"

#include <gtest/gtest.h>

namespace cordon::javascript {
namespace {

TEST(Literal, UndoesEscapes) {
  const std::pair<const char*, const char*> cases[] = {
      {R"('plain')", "plain"},
      {R"("\x61\u0062\u{63}\144")", "abcd"},
      {R"('\n\t\r\b\v\f\0')", nullptr},
      {R"('\'\"\\\q')", "'\"\\q"},
      {"'a\\\nb\\\r\nc'", "abc"},
      {R"('\ud83d\ude00')", "\xF0\x9F\x98\x80"},
      {R"('\ud83dx')", "\xEF\xBF\xBDx"},
      {R"('\u{110000}')", "\xEF\xBF\xBD"},
      {R"('\xZ1\u12\u{zz}')", "xZ1u12u{zz}"},
      {R"('\400\1018')", " 0A8"},
  };
  for (const auto& [text, value] : cases) {
    const std::string is = value_of(TokenKind::string, text);
    if (value == nullptr) EXPECT_EQ(is, std::string("\n\t\r\b\v\f\0", 7));
    else EXPECT_EQ(is, value) << text;
  }
}

TEST(Literal, TakesDelimitersOff) {
  EXPECT_EQ(value_of(TokenKind::chunk, "`a`"), "a");
  EXPECT_EQ(value_of(TokenKind::chunk, "`a${"), "a");
  EXPECT_EQ(value_of(TokenKind::chunk, "}a`"), "a");
  EXPECT_EQ(value_of(TokenKind::chunk, "}${"), "");
  EXPECT_EQ(value_of(TokenKind::name, "\\u{72}equire"), "require");
}

}  // namespace
}  // namespace cordon::javascript
