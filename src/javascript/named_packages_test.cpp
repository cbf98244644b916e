#include "javascript/named_packages.h"

#include <gtest/gtest.h>

namespace cordon::javascript {
namespace {

Names of(void (*add)(std::string_view, Names&), std::string_view text) {
  Names out;
  add(text, out);
  return out;
}

TEST(NamedPackages, WordsOfACommandLine) {
  EXPECT_EQ(of(add_words, "node-gyp-build || (cd x; ./run @a/b/c --x=d)"),
            (Names{"node-gyp-build", "cd", "x", "@a/b", "--x", "d"}));
}

TEST(NamedPackages, GypAsksNodeForFolders) {
  const std::string_view gyp = R"gyp({ # 'spoken-of' and "more
    "include_dirs": ["<!(node -p \"require('node-addon-api').include\")", '<!@(node -p "require(\'nan\')")']})gyp";
  const Names names = of(add_named_by_gyp, gyp);
  EXPECT_TRUE(names.contains("node-addon-api"));
  EXPECT_TRUE(names.contains("nan"));
  EXPECT_FALSE(names.contains("spoken-of"));
  EXPECT_FALSE(names.contains("more"));
  EXPECT_TRUE(of(add_named_by_gyp, "'never ends\\").contains("never"));
}

TEST(NamedPackages, StyleSheetsImport) {
  EXPECT_EQ(of(add_named_by_styles,
               "a{b:url(http://x.example/y)}@import \"one/x.css\";@import url('two/y.css') screen;\n"
               "@use \"~three/z\" as q; @import (reference) \"@s/four/w\"; @import './own.css';"
               "/* @import 'spoken-of'; */ @import"),
            (Names{"one", "two", "three", "@s/four"}));
}

// Each of these would be quadratic if a search began anew.
TEST(NamedPackages, IsLinear) {
  for (const char* piece : {"@import(", "@import ", "/*", "'", "\"\\", "#", "@"}) {
    std::string text;
    for (std::size_t i = 0; i < 300'000; ++i) text += piece;
    of(add_named_by_styles, text);
    of(add_named_by_gyp, text);
    of(add_words, text);
  }
}

}  // namespace
}  // namespace cordon::javascript
