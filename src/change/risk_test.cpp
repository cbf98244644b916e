#include "change/risk.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::change {
namespace {

using model::VerdictValue;

// What the lockfiles of 2026-03-31 alone said: a patch release brought a name that no list had, and that held another.
Facts of_that_night() {
  Facts facts;
  facts.way = Way::bumped;
  facts.bump = Bump::patch;
  facts.carrier = "axios 1.14.1 (after 1.14.0)";
  facts.listed = false;
  facts.holds_name = "crypto-js";
  return facts;
}

std::int64_t counted(const model::Risk& risk, std::string_view fact) {
  const auto at = std::ranges::find(risk.items, fact, &model::RiskItem::fact);
  return at == risk.items.end() ? 0 : at->counted;
}

TEST(Risk, TheAxiosShapeIsForReview) {
  const model::Risk risk = assess(of_that_night());
  EXPECT_GE(risk.points, kReview);
  EXPECT_EQ(risk.verdict, VerdictValue::review);
  EXPECT_EQ(risk.items.front().fact, "name-not-in-top-list");  // the weightiest first
}

TEST(Risk, AnyOneFactLessIsNot) {
  Facts facts = of_that_night();
  facts.holds_name.clear();
  EXPECT_EQ(assess(facts).verdict, VerdictValue::allow);
  facts = of_that_night();
  facts.listed = true;
  facts.decibels = 65;
  EXPECT_EQ(assess(facts).verdict, VerdictValue::allow);
  facts = of_that_night();
  facts.way = Way::asked;
  EXPECT_EQ(assess(facts).verdict, VerdictValue::allow);
  facts = of_that_night();
  facts.known_scope = "@axios";
  EXPECT_EQ(assess(facts).verdict, VerdictValue::allow);
}

TEST(Risk, AKnownNameSpeaksForNobodyWhoIsNotKnown) {
  Facts facts = of_that_night();
  facts.listed = true;
  facts.decibels = 65;
  facts.known_scope = "@axios";
  facts.seen_before = true;
  for (const char* fact : {"name-widely-used", "scope-known-here", "seen-before"})
    EXPECT_LT(counted(assess(facts), fact), 0) << fact;
  facts.is_vouched = facts.is_counted = false;
  for (const char* fact : {"name-widely-used", "scope-known-here", "seen-before"})
    EXPECT_EQ(counted(assess(facts), fact), 0) << fact;
}

TEST(Risk, WhoImportsItDecidesBetweenReviewAndBlock) {
  Facts facts = of_that_night();
  facts.script = true;
  EXPECT_EQ(assess(facts).verdict, VerdictValue::review);
  facts.imported = false;
  EXPECT_EQ(assess(facts).verdict, VerdictValue::block);
  facts.imported = true;
  EXPECT_EQ(assess(facts).verdict, VerdictValue::review);
}

TEST(Risk, WhatIsUnknownCountsNothingAndIsSaid) {
  Facts facts = of_that_night();
  const std::int64_t with = assess(facts).points;
  facts.listed.reset();
  const model::Risk risk = assess(facts);
  EXPECT_EQ(risk.points, with - kUnlisted.points);
  EXPECT_NE(std::ranges::find(risk.unknown, "how much it is used"), risk.unknown.end());
}

TEST(Risk, OfOneFamilyTheSecondCountsHalf) {
  Facts facts = of_that_night();
  facts.only_change = true;
  const model::Risk risk = assess(facts);
  EXPECT_EQ(counted(risk, "new-dependency-in-patch"), kNewByPatch.points);
  EXPECT_EQ(counted(risk, "nothing-else-changed"), kOnlyChange.points / 2);
}

TEST(Risk, AnOrdinaryBumpIsAllowed) {
  Facts facts;
  facts.bump = Bump::patch;
  const model::Risk risk = assess(facts);
  EXPECT_EQ(risk.points, kPrior);
  EXPECT_EQ(risk.verdict, VerdictValue::allow);
}

TEST(Risk, VerdictsBeginWhereTheWeightsSay) {
  EXPECT_EQ(verdict_of(kReview - 1), VerdictValue::allow);
  EXPECT_EQ(verdict_of(kReview), VerdictValue::review);
  EXPECT_EQ(verdict_of(kBlock), VerdictValue::block);
}

TEST(Risk, WhatOnlyARegistryTellsIsCounted) {
  Facts facts = of_that_night();
  const std::int64_t alone = assess(facts).points;
  facts.untold_by = "axios 1.14.1";
  facts.hidden = "runs something at postinstall";
  EXPECT_EQ(assess(facts).points, alone + 14 + 12 / 2);
  facts.publication.burst = 4;
  facts.publication.odd_version = "99.0.0 after 1.14.1";
  EXPECT_EQ(counted(assess(facts), "version-out-of-line"), 4);
  EXPECT_EQ(counted(assess(facts), "many-releases-at-once"), 1);
}

TEST(Risk, AFreshReleaseOfAPackageThatIsNotYoung) {
  Facts facts = of_that_night();
  facts.hours_old = 5;
  EXPECT_EQ(counted(assess(facts), "version-younger-than-three-days"), 3);
  facts.hours_before_carrier = 18;
  EXPECT_EQ(counted(assess(facts), "version-younger-than-three-days"), 0);
  EXPECT_EQ(counted(assess(facts), "younger-than-three-days"), 10);
  facts.hours_old = 100;
  facts.hours_before_carrier = 100;
  EXPECT_EQ(counted(assess(facts), "version-younger-than-three-days"), 0);
}

}  // namespace
}  // namespace cordon::change
