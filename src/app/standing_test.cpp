#include "app/standing.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

using model::NoticeKind;

Standing standing(std::string purl, std::string cause, std::vector<std::string> ids = {}) {
  Standing out;
  out.purl = std::move(purl);
  out.cause = std::move(cause);
  out.ids = std::move(ids);
  out.severity = model::Severity::high;
  return out;
}

std::vector<NoticeKind> kinds(const std::vector<Standing>& before, const std::vector<Standing>& now) {
  std::vector<NoticeKind> out;
  for (const model::Notice& notice : notices_between("/p", before, now)) out.push_back(notice.kind);
  return out;
}

TEST(Standing, EveryChangeIsToldAndNothingElse) {
  const Standing one = standing("pkg:npm/a@1", "CVE-2026-1");
  EXPECT_EQ(kinds({one}, {one}), std::vector<NoticeKind>{});
  EXPECT_EQ(kinds({}, {one}), std::vector{NoticeKind::became_bad});
  EXPECT_EQ(kinds({one}, {}), std::vector{NoticeKind::withdrawn});
  Standing fixed = one;
  fixed.fixed = "2";
  EXPECT_EQ(kinds({one}, {fixed}), std::vector{NoticeKind::got_fix});
  EXPECT_EQ(kinds({fixed}, {one}), std::vector<NoticeKind>{});
  Standing worse = one;
  worse.exploited = true;
  EXPECT_EQ(kinds({one}, {worse}), std::vector{NoticeKind::got_worse});
  worse.fixed = "2";
  EXPECT_EQ(kinds({one}, {worse}).size(), 2u);
  Standing milder = one;
  milder.severity = model::Severity::low;
  EXPECT_EQ(kinds({one}, {milder}), std::vector<NoticeKind>{});
}

TEST(Standing, FilesThatWereCopiedFromMalwareAreToldAndAreNoInfection) {
  SeenPackage seen;
  seen.purl = "pkg:npm/axios@1.14.1";
  seen.ecosystem = "javascript";
  seen.name = "axios";
  seen.version = "1.14.1";
  seen.origin = model::Origin::vendored;
  seen.registry = model::RegistryClass::unknown;
  const auto knowledge = intel::Knowledge::load();
  ASSERT_TRUE(knowledge);
  const auto found = standings_of({seen}, *knowledge);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_TRUE(found->front().malware);
  EXPECT_EQ(found->front().severity, model::Severity::high);
  seen.version = "1.14.0";
  EXPECT_TRUE(standings_of({seen}, *knowledge)->empty());
}

TEST(Standing, AnAdvisoryThatGoesByAnotherOfItsNamesIsTheSame) {
  const Standing before = standing("pkg:npm/a@1", "GHSA-1", {"GHSA-1"});
  const Standing now = standing("pkg:npm/a@1", "CVE-2026-1", {"CVE-2026-1", "GHSA-1"});
  EXPECT_EQ(kinds({before}, {now}), std::vector<NoticeKind>{});
  EXPECT_EQ(kinds({before}, {standing("pkg:npm/a@1", "CVE-2026-2", {"CVE-2026-2"})}).size(), 2u);
  EXPECT_EQ(kinds({before}, {standing("pkg:npm/b@1", "GHSA-1", {"GHSA-1"})}).size(), 2u);
}

TEST(Standing, NoticesHaveIdsThatStayAndMalwareStandsFirst) {
  Standing malware = standing("pkg:npm/z@1", "MAL-2026-1");
  malware.malware = true;
  malware.severity = model::Severity::critical;
  const std::vector<Standing> now = {standing("pkg:npm/a@1", "CVE-2026-1"), malware};
  const auto first = notices_between("/p", {}, now);
  ASSERT_EQ(first.size(), 2u);
  EXPECT_TRUE(first[0].malware);
  EXPECT_EQ(first, notices_between("/p", {}, now));
  EXPECT_NE(first[0].id, notices_between("/q", {}, now)[0].id);
}

TEST(Standing, PackagesOfTheProjectItselfAreNotRemembered) {
  model::Inventory inventory;
  for (const auto origin :
       {model::Origin::registry, model::Origin::workspace, model::Origin::link, model::Origin::git}) {
    model::Component component;
    component.purl = "pkg:npm/x@" + std::to_string(static_cast<int>(origin));
    component.origin = origin;
    inventory.components.push_back(component);
    inventory.components.push_back(component);
  }
  std::vector<SeenPackage> seen;
  collect_seen(inventory, false, seen);
  EXPECT_EQ(seen.size(), 2u);
}

TEST(Standing, WhatPacksKnowIsToldOfARememberedPackage) {
  const auto knowledge = intel::Knowledge::load();
  ASSERT_TRUE(knowledge);
  SeenPackage axios;
  axios.purl = "pkg:npm/axios@1.14.1";
  axios.ecosystem = "npm";
  axios.name = "axios";
  axios.version = "1.14.1";
  SeenPackage good = axios;
  good.version = "1.14.0";
  good.purl = "pkg:npm/axios@1.14.0";
  const auto known = standings_of({good, axios}, *knowledge);
  ASSERT_TRUE(known);
  ASSERT_EQ(known->size(), 1u);
  EXPECT_EQ((*known)[0].purl, "pkg:npm/axios@1.14.1");
  EXPECT_TRUE((*known)[0].malware);
  EXPECT_EQ((*known)[0].cause, "axios-2026");
  axios.registry = model::RegistryClass::private_;  // a name that is targeted, not an infection
  EXPECT_TRUE(standings_of({axios}, *knowledge)->empty());
}

}  // namespace
}  // namespace cordon::app
