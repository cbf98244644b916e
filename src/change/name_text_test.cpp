#include "change/name_text.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

using Words = std::vector<std::string_view>;

TEST(NameText, TakesScopeAndRestApart) {
  EXPECT_EQ(split_scope("@babel/core").scope, "babel");
  EXPECT_EQ(split_scope("@babel/core").rest, "core");
  EXPECT_EQ(split_scope("@babel").scope, "");
  EXPECT_EQ(split_scope("@babel").rest, "@babel");
  EXPECT_EQ(split_scope("a/b").scope, "");
  EXPECT_EQ(scope_of("@babel/core"), "@babel");
  EXPECT_EQ(scope_of("@babel"), "");
  EXPECT_EQ(scope_of("@/core"), "");
  EXPECT_EQ(scope_of("a/b"), "");
}

TEST(NameText, WordsAreWhatStandsBetweenSeparators) {
  EXPECT_EQ(words_of("socket.io-client"), (Words{"socket", "io", "client"}));
  EXPECT_EQ(words_of("--a__b/"), (Words{"a", "b"}));
  EXPECT_EQ(words_of("-."), Words{});
  EXPECT_EQ(without_separators("@socket.io/client"), "socketioclient");
}

TEST(NameText, OtherScriptsPassForAscii) {
  EXPECT_EQ(as_ascii("\u0430xios"), "axios");       // Cyrillic
  EXPECT_EQ(as_ascii("l\u03bfdash"), "lodash");     // Greek
  EXPECT_EQ(as_ascii("\uff41\uff58ios"), "axios");  // full width
  EXPECT_EQ(as_ascii("r\u00e9act"), "react");       // an accent
  EXPECT_EQ(as_ascii("re\u0301act"), "react");      // the same, decomposed
  EXPECT_EQ(as_ascii("lo\u200bdash"), "lodash");    // an invisible character
  EXPECT_EQ(as_ascii("LoDash"), "lodash");
}

TEST(NameText, WhatPassesForNothingIsMarked) {
  EXPECT_EQ(as_ascii("\u4e2d"), "?");
  EXPECT_EQ(as_ascii("a\xff\xc3z"), "a??z");
  EXPECT_EQ(as_ascii(""), "");
}

TEST(NameText, LettersThatLookAlikeAreSeenAsOne) {
  EXPECT_EQ(as_seen("l0dash"), as_seen("lodash"));
  EXPECT_EQ(as_seen("1odash"), as_seen("lodash"));
  EXPECT_EQ(as_seen("rnarked"), as_seen("marked"));
  EXPECT_EQ(as_seen("vvebpack"), as_seen("webpack"));
  EXPECT_NE(as_seen("axios"), as_seen("axjos"));
}

TEST(NameText, PypiAndCratesIgnoreSeparatorsAndCase) {
  EXPECT_EQ(canonical_name("pypi", "Foo__Bar.baz"), "foo-bar-baz");
  EXPECT_EQ(canonical_name("crates", "Foo_bar"), "foo-bar");
  EXPECT_EQ(canonical_name("npm", "Foo_bar"), "Foo_bar");
}

}  // namespace
}  // namespace cordon::change
