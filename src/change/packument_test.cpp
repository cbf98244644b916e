#include "change/packument.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr const char* kFull = R"({"name": "axios", "maintainers": [{"name": "owner", "email": "a@example.invalid"}],
  "time": {"created": "2014-08-29T23:08:36.810Z", "modified": "2026-03-31T03:00:00Z", "1.14.0": "2026-03-27T19:01:40.000Z",
           "1.14.1": "2026-03-31T00:21:58.000Z"},
  "versions": {
    "1.14.0": {"_npmUser": {"name": "ci", "trustedPublisher": {"id": "github"}}, "dist": {"attestations": {"provenance": {}}, "integrity": "sha512-x",
                 "tarball": "https://registry.example.test/axios/-/axios-1.14.0.tgz"}, "peerDependencies": {"debug": "*"},
               "dependencies": {"form-data": "^4.0.5"}, "repository": {"type": "git", "url": "git+https://example.invalid/axios"}},
    "1.14.1": {"_npmUser": {"name": "owner"}, "dist": {}, "dependencies": {"form-data": "^4.0.5", "plain-crypto-js": "^4.2.1"},
               "scripts": {"postinstall": "node setup.js"}}}})";

TEST(Packument, SaysWhoPublishedWhatAndWhen) {
  const auto read = read_packument(kFull);
  ASSERT_TRUE(read.has_value()) << read.error().describe();
  EXPECT_EQ(read->name, "axios");
  EXPECT_EQ(read->created, 1'409'353'716);
  EXPECT_TRUE(read->says_trust);
  const ReleaseMetadata& before = read->releases.at("1.14.0");
  EXPECT_EQ(before.trust, PublishTrust::trusted_publisher);
  EXPECT_EQ(before.publisher, "ci");
  EXPECT_FALSE(before.script.has_value());  // a full document does not say that there is none: binding.gyp is one
  EXPECT_EQ(before.repository, "git+https://example.invalid/axios");
  const ReleaseMetadata& after = read->releases.at("1.14.1");
  EXPECT_EQ(after.trust, PublishTrust::none);
  EXPECT_EQ(after.published, 1'774'916'518);
  EXPECT_EQ(after.script, true);
  EXPECT_TRUE(after.tells_scripts);
  EXPECT_TRUE(after.events.contains("postinstall"));
  EXPECT_FALSE(before.tells_scripts);
  EXPECT_EQ(before.integrity, "sha512-x");
  EXPECT_EQ(before.archive, "https://registry.example.test/axios/-/axios-1.14.0.tgz");
  EXPECT_TRUE(before.peers.contains("debug"));
  EXPECT_TRUE(after.dependencies.contains("plain-crypto-js"));
  EXPECT_TRUE(read->maintainers.contains("owner"));
}

TEST(Packument, ReadsTheAbbreviatedForm) {
  const auto read = read_packument(R"({"name": "a", "versions": {"1.0.0": {"hasInstallScript": true}, "2.0.0": {}}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->releases.at("1.0.0").script, true);
  EXPECT_FALSE(read->releases.at("1.0.0").published.has_value());
  EXPECT_FALSE(read->created.has_value());
  EXPECT_FALSE(read->says_trust);
}

TEST(Packument, TheFirstPublicationStandsInForTheCreation) {
  const auto read = read_packument(
      R"({"name": "a", "time": {"modified": "2010-01-01T00:00:00Z", "0.9.0": "2026-03-30T00:00:00Z",
          "1.0.0": "2026-03-31T00:00:00Z"}, "versions": {"1.0.0": {}}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->created, 1'774'828'800);  // 0.9.0, which was withdrawn
}

TEST(Packument, TimesMayHaveAnOffset) {
  const auto read = read_packument(
      R"({"name": "a", "versions": {"1.0.0": {}, "1.0.1": {}, "1.0.2": {}}, "time": {"1.0.0": "2026-03-31T00:21:58.849000+00:00",
          "1.0.1": "2026-03-31T05:51:58+05:30", "1.0.2": "2026-03-31T00:21:58+0:00"}})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->releases.at("1.0.0").published, 1'774'916'518);
  EXPECT_EQ(read->releases.at("1.0.1").published, 1'774'916'518);
  EXPECT_FALSE(read->releases.at("1.0.2").published.has_value());
}

TEST(Packument, RefusesWhatIsNone) {
  EXPECT_FALSE(read_packument("[]").has_value());
  EXPECT_FALSE(read_packument(R"({"error": "not found"})").has_value());
  EXPECT_FALSE(read_packument("<html>").has_value());
}

TEST(Packument, IsBelievedOfTheArchiveThatItIsAboutOnly) {
  constexpr const char* kDigest = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=";
  constexpr const char* kOther = "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  Packument packument;
  packument.releases["1.0.0"].integrity = kDigest;
  model::Component is;
  is.version = "1.0.0";
  EXPECT_NE(believed(packument, is), nullptr) << "nothing to compare";
  is.integrity = {kDigest};
  EXPECT_NE(believed(packument, is), nullptr);
  is.integrity = {kDigest, kOther};
  EXPECT_EQ(believed(packument, is), nullptr) << "clients take either";
  is.integrity = {"sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};
  EXPECT_NE(believed(packument, is), nullptr) << "of another kind";
  is.version = "2.0.0";
  EXPECT_EQ(believed(packument, is), nullptr);
}

}  // namespace
}  // namespace cordon::change
