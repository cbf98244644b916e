#include "change/metadata_facts.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr std::int64_t kNow = 1'774'916'518, kHour = 3'600;

ReleaseMetadata release(std::int64_t published, std::string publisher, PublishTrust trust = PublishTrust::none) {
  ReleaseMetadata out;
  out.published = published;
  out.publisher = std::move(publisher);
  out.trust = trust;
  return out;
}

// axios as it stood that night: the release before by the workflow, this one by a person with an account.
Packument carrier() {
  Packument out;
  out.name = "axios";
  out.maintainers = {"owner"};
  out.says_trust = true;
  out.releases["1.13.6"] = release(kNow - 2'000 * kHour, "ci", PublishTrust::trusted_publisher);
  out.releases["1.14.0"] = release(kNow - 80 * kHour, "ci", PublishTrust::trusted_publisher);
  out.releases["1.14.1"] = release(kNow, "owner");
  return out;
}

TEST(MetadataFacts, SayThatLessIsKnownOfAReleaseThanOfTheOneBefore) {
  const PublicationFacts facts = publication_facts(carrier(), "1.14.1", "1.14.0");
  EXPECT_EQ(facts.trust_lost, "trusted publisher with 1.14.0, none now");
  EXPECT_EQ(facts.new_publisher, "owner (ci before)");
  EXPECT_EQ(facts.quiet_days, 3);
  const PublicationFacts before = publication_facts(carrier(), "1.14.0", "1.13.6");
  EXPECT_TRUE(before.trust_lost.empty());
  EXPECT_TRUE(before.new_publisher.empty());
}

TEST(MetadataFacts, WhatAMirrorStripsIsUnknownAndNotLost) {
  Packument stripped = carrier();
  stripped.says_trust = false;
  for (auto& [version, each] : stripped.releases) {
    each.publisher.clear();
    each.trust = PublishTrust::none;
  }
  const PublicationFacts facts = publication_facts(stripped, "1.14.1", "1.14.0");
  EXPECT_TRUE(facts.trust_lost.empty());
  EXPECT_TRUE(facts.new_publisher.empty());
  EXPECT_FALSE(publication_facts(stripped, "9.9.9", "1.14.0").quiet_days.has_value());
}

TEST(MetadataFacts, APackageIsAsOldAsItIsBesideWhatBroughtIt) {
  Packument package;
  package.created = kNow - 18 * kHour;
  EXPECT_EQ(hours_before(package, carrier(), "1.14.1"), 18);
  EXPECT_EQ(hours_before(package, carrier(), "1.14.0"), -62);
  package.created.reset();
  EXPECT_FALSE(hours_before(package, carrier(), "1.14.1").has_value());
}

TEST(MetadataFacts, WhoPublishesBothIsNoStranger) {
  Packument package;
  package.releases["4.2.1"] = release(kNow, "stranger");
  EXPECT_EQ(shares_publisher(package, "4.2.1", carrier(), "1.14.1"), false);
  package.releases["4.2.1"].publisher = "ci";
  EXPECT_EQ(shares_publisher(package, "4.2.1", carrier(), "1.14.1"), true);
  package.releases["4.2.1"].publisher.clear();
  EXPECT_FALSE(shares_publisher(package, "4.2.1", carrier(), "1.14.1").has_value());
}

TEST(MetadataFacts, TrustIsAlsoHeldAgainstTheReleaseBeforeOnTheLine) {
  Packument packument = carrier();
  packument.releases["1.10.0"] = release(kNow - 9'000 * kHour, "owner");
  // The project jumps over the releases that had it.
  EXPECT_EQ(publication_facts(packument, "1.14.1", "1.10.0").trust_lost, "trusted publisher with 1.14.0, none now");
  // Another major version says nothing of this one.
  packument.releases["0.30.4"] = release(kNow, "owner");
  EXPECT_TRUE(publication_facts(packument, "0.30.4", "0.30.3").trust_lost.empty());
}

TEST(MetadataFacts, GoingBackToAnOlderReleaseLosesNothing) {
  Packument packument = carrier();
  packument.releases["1.12.0"] = release(kNow - 5'000 * kHour, "ci");
  EXPECT_TRUE(publication_facts(packument, "1.12.0", "1.14.0").trust_lost.empty());
}

TEST(MetadataFacts, ManyReleasesOfOneLineInHoursAreABurst) {
  Packument packument = carrier();
  EXPECT_EQ(publication_facts(packument, "1.14.1", "1.14.0").burst, 1u);
  for (const char* version : {"1.13.7", "1.13.8", "1.13.9", "1.15.0-rc.1", "0.30.4"})
    packument.releases[version] = release(kNow - kHour, "ci");
  EXPECT_EQ(publication_facts(packument, "1.14.1", "1.14.0").burst, 4u) << "no pre-release, no other major version";
  for (auto& [version, each] : packument.releases) each.published.reset();
  EXPECT_EQ(publication_facts(packument, "1.14.1", "1.14.0").burst, 0u);
}

TEST(MetadataFacts, AVersionThatTheOthersDoNotLeadToIsOdd) {
  Packument packument = carrier();
  EXPECT_EQ(publication_facts(packument, "1.14.1", "1.14.0").odd_version, "");
  packument.releases["99.0.0"] = release(kNow + kHour, "owner");
  EXPECT_EQ(publication_facts(packument, "99.0.0", "1.14.0").odd_version, "99.0.0 after 1.14.1");
  packument.releases["1.14.5"] = release(kNow - kHour, "ci");
  EXPECT_EQ(publication_facts(packument, "1.14.1", "1.14.0").odd_version, "1.14.1 after 1.14.5, which is higher");
  // An older line goes on, and a new one begins.
  packument.releases["1.13.7"] = release(kNow + kHour, "ci");
  packument.releases["2.0.0"] = release(kNow + kHour, "ci");
  EXPECT_EQ(publication_facts(packument, "1.13.7", "1.13.6").odd_version, "");
  EXPECT_EQ(publication_facts(packument, "2.0.0", "1.14.0").odd_version, "");
}

TEST(MetadataFacts, TimesOfAMirrorAreNoTimesOfPublication) {
  Packument mirror = carrier();
  // Taken over when somebody asked for them.
  mirror.releases["1.13.0"] = release(kNow - kHour, "ci");
  EXPECT_EQ(publication_facts(mirror, "1.14.1", "1.14.0").quiet_days, 0);
  mirror.releases["1.12.0"] = release(kNow - kHour, "ci");
  const PublicationFacts facts = publication_facts(mirror, "1.14.1", "1.14.0");
  EXPECT_FALSE(facts.published.has_value());
  EXPECT_FALSE(facts.quiet_days.has_value());
  EXPECT_EQ(facts.burst, 0u);
  Packument package;
  package.created = kNow - 18 * kHour;
  EXPECT_FALSE(hours_before(package, mirror, "1.14.1").has_value());
  EXPECT_EQ(facts.trust_lost, "trusted publisher with 1.14.0, none now");
}

TEST(MetadataFacts, ReleasesInReverseDoNotHideThatAPackageIsYoung) {
  Packument decoys;
  decoys.created = kNow - 5 * kHour;
  decoys.releases["4.2.1"] = release(kNow - kHour, "stranger");
  for (int patch = 1; patch < 5; ++patch)
    decoys.releases["4.0." + std::to_string(patch)] = release(kNow - patch * kHour, "stranger");
  EXPECT_TRUE(publication_facts(decoys, "4.2.1", "").published.has_value());
  EXPECT_EQ(hours_before(decoys, carrier(), "1.14.1"), 5);
  // An older package, where a mirror might have written these: of the registry itself they are believed.
  decoys.releases["3.0.0"] = release(kNow - 9'000 * kHour, "stranger");
  EXPECT_FALSE(publication_facts(decoys, "4.2.1", "").published.has_value());
  decoys.is_of_origin = true;
  EXPECT_TRUE(publication_facts(decoys, "4.2.1", "").published.has_value());
}

TEST(MetadataFacts, LinesThatGoOnSideBySideAreOrdinary) {
  Packument packument = carrier();
  for (int patch = 7; patch < 12; ++patch)
    packument.releases["1.13." + std::to_string(patch)] = release(kNow - (20 - patch) * kHour, "ci");
  packument.releases["0.30.4"] = release(kNow - kHour, "ci");
  EXPECT_TRUE(publication_facts(packument, "1.14.1", "1.14.0").published.has_value());
}

}  // namespace
}  // namespace cordon::change
