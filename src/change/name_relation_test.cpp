#include "change/name_relation.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

std::optional<NameRelation> related(std::string_view name, std::string_view target) {
  return relate(NameForms(name), NameForms(target));
}

std::optional<LookAlikeKind> kind(std::string_view name, std::string_view target) {
  const auto relation = related(name, target);
  return relation ? std::optional(relation->kind) : std::nullopt;
}

TEST(NameRelation, TellsTheKinds) {
  EXPECT_EQ(kind("axiosx", "axios"), LookAlikeKind::added_letter);
  EXPECT_EQ(kind("axis", "axios"), LookAlikeKind::omitted_letter);
  EXPECT_EQ(kind("axxios", "axios"), LookAlikeKind::repeated_letter);
  EXPECT_EQ(kind("axtos", "axios"), LookAlikeKind::replaced_letter);
  EXPECT_EQ(kind("axuos", "axios"), LookAlikeKind::neighbouring_key);
  EXPECT_EQ(kind("axois", "axios"), LookAlikeKind::swapped_letters);
  EXPECT_EQ(kind("qaxiosq", "axios"), LookAlikeKind::two_edits);
  EXPECT_EQ(kind("crossenv", "cross-env"), LookAlikeKind::separators);
  EXPECT_EQ(kind("js-crypto", "crypto-js"), LookAlikeKind::word_order);
  EXPECT_EQ(kind("babel-core", "@babel/core"), LookAlikeKind::scope);
  EXPECT_EQ(kind("@socket/io", "socket.io"), LookAlikeKind::scope);
  EXPECT_EQ(kind("l0dash", "lodash"), LookAlikeKind::homoglyph);
}

TEST(NameRelation, EqualNamesAndDistantOnesHaveNone) {
  EXPECT_FALSE(related("axios", "axios"));
  EXPECT_FALSE(related("axios", "lodash"));
  EXPECT_FALSE(related("", "axios"));
}

TEST(NameRelation, OneScopeHasOneOwner) {
  EXPECT_FALSE(related("@babel/cor", "@babel/core"));
  EXPECT_TRUE(related("@bable/core", "@babel/core"));
}

TEST(NameRelation, APackageOfTheSameNameInAnotherScopeIsAFork) {
  EXPECT_FALSE(related("@somebody/core", "@babel/core"));
  EXPECT_FALSE(related("@somebody/lodash", "lodash"));
}

TEST(NameRelation, WordsThatBothHaveSayNothing) {
  EXPECT_EQ(related("react-bee", "react-use")->letters, 3u);
  EXPECT_EQ(related("react-native-svgx", "react-native-svg")->letters, 4u);
  EXPECT_EQ(related("reactnative", "react-natives")->letters, 12u);
}

TEST(NameRelation, PluralsAndVersionsAreNatural) {
  EXPECT_TRUE(related("webpack-plugins", "webpack-plugin")->natural);
  EXPECT_TRUE(related("preact7", "preact")->natural);
  EXPECT_TRUE(related("cli-table4", "cli-table3")->natural);
  EXPECT_TRUE(related("pako-2", "pako")->natural);
  EXPECT_FALSE(related("webpack-plugim", "webpack-plugin")->natural);
  EXPECT_FALSE(related("lodash-", "lodash")->natural);
}

TEST(NameRelation, AScopeWithOtherSeparatorsIsNotItsPlural) {
  const auto relation = related("@angular_devkit/architect", "@angular-devkit/architect");
  ASSERT_TRUE(relation);
  EXPECT_FALSE(relation->natural);
  EXPECT_EQ(relation->letters, 14u);
}

TEST(NameRelation, AnotherSeparatorBesideAnEditIsNoSecondOne) {
  EXPECT_EQ(kind("boby_parser", "body-parser"), LookAlikeKind::replaced_letter);
  EXPECT_EQ(kind("bodypraser", "body-parser"), LookAlikeKind::swapped_letters);
}

TEST(NameRelation, ASwapInAShortWordCountsTheWholeName) { EXPECT_EQ(related("socket.oi", "socket.io")->letters, 8u); }

}  // namespace
}  // namespace cordon::change
