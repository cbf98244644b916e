#include "policy/licence_expression.h"

#include <gtest/gtest.h>

namespace cordon::policy {
namespace {

constexpr LicenceAnswer kWithin = LicenceAnswer::within, kOutside = LicenceAnswer::outside,
                        kUnknown = LicenceAnswer::unknown;

LicenceAnswer allowed(const char* stated, std::vector<std::string> names) {
  return judge_licence(stated, {std::move(names), false});
}
LicenceAnswer denied(const char* stated, std::vector<std::string> names) {
  return judge_licence(stated, {std::move(names), true});
}

TEST(LicenceExpression, SomeChoiceMustBeWithinTheList) {
  EXPECT_EQ(allowed("MIT", {"MIT"}), kWithin);
  EXPECT_EQ(allowed("mit", {"MIT"}), kWithin);
  EXPECT_EQ(allowed("ISC", {"MIT"}), kOutside);
  EXPECT_EQ(allowed("MIT OR GPL-3.0-only", {"MIT"}), kWithin);
  EXPECT_EQ(allowed("MIT AND GPL-3.0-only", {"MIT"}), kOutside);
  EXPECT_EQ(allowed("(MIT OR GPL-3.0-only) AND Apache-2.0", {"MIT", "Apache-2.0"}), kWithin);
  EXPECT_EQ(allowed("MIT OR GPL-3.0-only AND Apache-2.0", {"MIT"}), kWithin);  // AND binds stronger
  EXPECT_EQ(allowed("UNLICENSED", {"MIT"}), kOutside);
}

TEST(LicenceExpression, TheOldWayToSayOr) {
  EXPECT_EQ(allowed("MIT/X11", {"MIT"}), kWithin);
  EXPECT_EQ(allowed("MIT/Apache-2.0", {"Apache-2.0"}), kWithin);
  EXPECT_EQ(allowed("GPL-2.0/LGPL-2.1", {"MIT"}), kOutside);
}

TEST(LicenceExpression, OrLaterLeavesTheChoiceOfThatOne) {
  EXPECT_EQ(allowed("GPL-2.0+", {"GPL-2.0"}), kWithin);
  EXPECT_EQ(allowed("GPL-2.0-or-later", {"GPL-2.0-only"}), kWithin);
  EXPECT_EQ(allowed("GPL-2.0-only", {"GPL-2.0-or-later"}), kOutside);
  EXPECT_EQ(denied("GPL-3.0-or-later", {"GPL-3.0"}), kOutside);
  EXPECT_EQ(denied("GPL-3.0-only", {"GPL-3.0-or-later"}), kOutside);
  EXPECT_EQ(denied("GPL-2.0-only", {"GPL-3.0"}), kWithin);
}

TEST(LicenceExpression, AnExceptionAllowsMore) {
  EXPECT_EQ(allowed("Apache-2.0 WITH LLVM-exception", {"Apache-2.0"}), kWithin);
  EXPECT_EQ(allowed("GPL-2.0-only WITH Classpath-exception-2.0", {"GPL-2.0-only WITH Classpath-exception-2.0"}),
            kWithin);
  EXPECT_EQ(allowed("GPL-2.0-only", {"GPL-2.0-only WITH Classpath-exception-2.0"}), kOutside);
}

TEST(LicenceExpression, DeniedOnesMustLeaveAChoice) {
  EXPECT_EQ(denied("AGPL-3.0-only", {"AGPL-3.0-only"}), kOutside);
  EXPECT_EQ(denied("MIT OR AGPL-3.0-only", {"AGPL-3.0-only"}), kWithin);
  EXPECT_EQ(denied("MIT AND AGPL-3.0-only", {"AGPL-3.0-only"}), kOutside);
}

TEST(LicenceExpression, WhoeverForbidsTrustsNoNameThatIsNotOnTheList) {
  EXPECT_EQ(denied("GPLv3", {"GPL-3.0"}), kUnknown);
  EXPECT_EQ(denied("LicenseRef-own", {"GPL-3.0"}), kUnknown);
  EXPECT_EQ(denied("LicenseRef-own", {"LicenseRef-own"}), kOutside);
  EXPECT_EQ(denied("MIT OR GPLv3", {"GPL-3.0"}), kWithin);
  EXPECT_EQ(denied("MIT AND GPLv3", {"GPL-3.0"}), kUnknown);
  EXPECT_EQ(denied("GPLv3 AND GPL-3.0-only", {"GPL-3.0"}), kOutside);
  EXPECT_EQ(denied("GPL-3.0-only", {"GPL-3.0"}), kOutside);
  EXPECT_EQ(denied("GPL-3.0+", {"GPL-3.0"}), kOutside);
  EXPECT_EQ(denied("GPL-2.0-with-GCC-exception", {"GPL-2.0"}), kOutside);
  EXPECT_EQ(allowed("GPLv3", {"MIT"}), kOutside);
}

TEST(LicenceExpression, WhatIsNoExpressionIsUnknown) {
  for (const char* text : {"", "SEE LICENSE IN LICENSE", "MIT,Apache-2.0", "MIT OR", "OR MIT", "(MIT", "MIT)", "()",
                           "MIT WITH", "NOASSERTION", "https://licence.example.test/mit", "MIT\nISC", "Public Domain"})
    EXPECT_EQ(allowed(text, {"MIT"}), kUnknown) << text;
  EXPECT_EQ(allowed((std::string(1'000, '(') + "MIT" + std::string(1'000, ')')).c_str(), {"MIT"}), kUnknown);
  EXPECT_EQ(allowed(std::string(5'000, 'a').c_str(), {"MIT"}), kUnknown);
}

TEST(LicenceExpression, TextsThatDoNotAgreeAreUnknown) {
  const LicenceList list{{"MIT"}, false};
  EXPECT_EQ(judge_licences(std::vector<std::string>{}, list), kUnknown);
  EXPECT_EQ(judge_licences(std::vector<std::string>{"MIT", "MIT OR ISC"}, list), kWithin);
  EXPECT_EQ(judge_licences(std::vector<std::string>{"MIT", "ISC"}, list), kUnknown);
  EXPECT_EQ(judge_licences(std::vector<std::string>{"GPL-3.0", "ISC"}, list), kOutside);
}

TEST(LicenceExpression, NamesOfAList) {
  for (const char* text :
       {"MIT", "GPL-2.0+", "LicenseRef-own", "mit", "UNLICENSED", "GPL-2.0-only WITH Classpath-exception-2.0"})
    EXPECT_TRUE(is_licence_name(text)) << text;
  for (const char* text : {"", "MIT OR ISC", "MIT license", "(MIT)", "GPLv3", "MIT WITH nothing", "a/b", "and"})
    EXPECT_FALSE(is_licence_name(text)) << text;
}

}  // namespace
}  // namespace cordon::policy
