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

}  // namespace
}  // namespace cordon::change
