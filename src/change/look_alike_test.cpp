#include "change/look_alike.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace cordon::change {
namespace {

using Strength = LookAlikeStrength;

// "kind target" with "?" behind a hint; "" for nothing.
std::string said(std::string_view name, std::span<const std::string_view> own = {}, const NameFacts& facts = {},
                 std::string_view ecosystem = "npm") {
  const auto found = look_alike(ecosystem, name, own, facts);
  if (!found) return {};
  return std::string(to_string(found->kind)) + ' ' + found->target + (found->strength == Strength::hint ? "?" : "");
}

TEST(LookAlike, ReportsSlipsOfTheKeyboard) {
  EXPECT_EQ(said("lodahs"), "swapped-letters lodash");
  EXPECT_EQ(said("exprss"), "omitted-letter express");
  EXPECT_EQ(said("ax8os"), "neighbouring-key axios");
  EXPECT_EQ(said("webpackk"), "repeated-letter webpack");
  EXPECT_EQ(said("xtypescriptq"), "two-edits typescript");
}

TEST(LookAlike, ReportsSeparatorsScopesAndGlyphs) {
  EXPECT_EQ(said("react_router_dom"), "separators react-router-dom");
  EXPECT_EQ(said("babelcli"), "scope @babel/cli");
  EXPECT_EQ(said("l0dash"), "homoglyph lodash");
  EXPECT_EQ(said("Axios"), "letter-case axios");
  EXPECT_EQ(said("@types-react/dom"), "scope @types/react");  // whoever owns @types has nothing to do with it
  EXPECT_EQ(said("@bable/core"), "swapped-letters @babel/core");
  EXPECT_EQ(said("@angular_devkit/architect"), "replaced-letter @angular-devkit/architect");
}

TEST(LookAlike, ReportsOtherScriptsWhateverTheNameIs) {
  EXPECT_EQ(said("\u0430xios"), "unicode-homoglyph axios");
  EXPECT_EQ(said("@b\u0430bel/core"), "unicode-homoglyph @babel/core");
  EXPECT_EQ(said("ms\u200b"), "unicode-homoglyph ms");
}

TEST(LookAlike, AddedWordsAreAHint) {
  EXPECT_EQ(said("plain-crypto-js"), "added-words crypto-js?");
  EXPECT_EQ(said("easy-day-js"), "added-words dayjs?");
  EXPECT_EQ(said("react-our-own-thing"), "");  // whole families begin so
}

TEST(LookAlike, PopularNamesImitateNobody) {
  for (const std::string_view name : {"lodash", "preact", "redux", "express", "chalk", "lodash-es", "nuxt", "vite"})
    EXPECT_EQ(said(name), "") << name;
}

TEST(LookAlike, ANameThatIsRareBesideItsTargetIsAHintOrAReport) {
  const auto found = look_alike("npm", "mongose");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->target, "mongoose");
  EXPECT_EQ(found->strength, Strength::hint);
  ASSERT_TRUE(found->name_popularity && found->target_popularity);
  EXPECT_GT(found->target_popularity->decibels, found->name_popularity->decibels + 30);
}

TEST(LookAlike, ShortNamesNeedMore) {
  EXPECT_EQ(said("zqd"), "replaced-letter zod");
  EXPECT_EQ(said("zqx"), "");  // two of three letters
  EXPECT_EQ(said("q"), "");
}

TEST(LookAlike, FamiliesAreExcused) {
  EXPECT_EQ(said("@babel/cor"), "");             // the scope's owner decides on its names
  EXPECT_EQ(said("@sentry/cli-utilities"), "");  // of a scope that is in use
  EXPECT_EQ(said("@somebody-of-ours/lodash"), "");
  EXPECT_EQ(said("typescript9"), "added-letter typescript?");
  EXPECT_EQ(said("tabbables"), "added-letter tabbable?");
}

TEST(LookAlike, OwnNamesAreImitatedToo) {
  constexpr std::array<std::string_view, 2> kOwn = {"acme-billing-core", "@acme/ledger"};
  EXPECT_EQ(said("acme-biling-core", kOwn), "repeated-letter acme-billing-core");
  EXPECT_EQ(said("acme-ledger", kOwn), "scope @acme/ledger");
  EXPECT_EQ(said("\u0430cme-billing-core", kOwn), "unicode-homoglyph acme-billing-core");
  EXPECT_EQ(said("xacme-biling-core", kOwn), "two-edits acme-billing-core?");
  EXPECT_EQ(said("acme-billing-core", kOwn), "");
  EXPECT_TRUE(look_alike("npm", "acme-biling-core", kOwn)->own);
  EXPECT_EQ(said("acme-biling-core"), "");
}

TEST(LookAlike, WithoutAListOnlyOwnNamesAreCompared) {
  constexpr std::array<std::string_view, 1> kOwn = {"acme-Billing"};
  EXPECT_EQ(said("lodahs", {}, {}, "pypi"), "");
  EXPECT_EQ(said("acme-billnig", kOwn, {}, "pypi"), "swapped-letters acme-Billing");
  EXPECT_EQ(said("ACME_billing", kOwn, {}, "pypi"), "");  // the same package there
  EXPECT_EQ(said("acme_billing", kOwn, {}, "npm"), "separators acme-Billing");
}

TEST(LookAlike, FactsFromOutsideExcuse) {
  EXPECT_EQ(said("lodahs", {}, {.shared_publisher = true}), "");
  EXPECT_EQ(said("lodahs", {}, {.same_repository = true}), "");
  EXPECT_EQ(said("lodahs", {}, {.shared_publisher = false, .same_repository = false, .age_days = 3}),
            "swapped-letters lodash");
  EXPECT_EQ(said("lodahs", {}, {.age_days = 3'000}), "swapped-letters lodash?");
}

TEST(LookAlike, AnyBytesWillDo) {
  EXPECT_EQ(said(""), "");
  EXPECT_EQ(said(std::string(kLongestName + 1, 'a')), "");
  EXPECT_EQ(said("\xff\xfe"), "");
  EXPECT_EQ(said("@"), "");
  EXPECT_EQ(said("@/"), "");
  EXPECT_EQ(said("////"), "");
}

}  // namespace
}  // namespace cordon::change
