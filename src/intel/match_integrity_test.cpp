// What a match makes of digests and of other spellings of a version: where people hide a bad release.
#include <gtest/gtest.h>

#include "intel/match.h"
#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

const std::string kBad =
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
const std::string kOther =
    "sha512-AAPhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";

class MatchIntegrity : public ::testing::Test {
 protected:
  MatchIntegrity() {
    const std::string package =
        "  - {ecosystem: npm, name: example-package, versions: [\"1.0.1\"], integrity: {\"1.0.1\": [\"" + kBad +
        "\"]}}\n";
    auto loaded = Knowledge::load(
        {.embedded = false, .added = {}, .pack_files = {{"pack.yaml", test_pack(package)}}, .limits = {}});
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    else knowledge_ = std::move(*loaded);
    component_.ecosystem = "npm";
    component_.name = "example-package";
    component_.version = "1.0.1";
    component_.registry.class_ = model::RegistryClass::public_;
  }

  std::optional<MatchKind> kind(Word word = Word::lockfile) const {
    const std::vector<Match> matches = match(component_, knowledge_, word);
    return matches.empty() ? std::nullopt : std::optional(matches.front().kind);
  }
  std::optional<MatchKind> kind_with(std::vector<std::string> integrity, Word word = Word::lockfile) {
    component_.integrity = std::move(integrity);
    return kind(word);
  }

  Knowledge knowledge_;
  model::Component component_;
};

TEST_F(MatchIntegrity, TheBadDigestAccusesUnderAnyNameAndSpelling) {
  component_.name = "other";
  for (const std::string& text : {kBad, kBad + "?option", kBad.substr(0, kBad.size() - 2), "sha1-xx " + kBad})
    EXPECT_EQ(kind_with({text}), MatchKind::integrity) << text;
  EXPECT_EQ(kind_with({kOther}), std::nullopt);
}

TEST_F(MatchIntegrity, ADigestThatIsKnownToDifferAcquits) {
  EXPECT_EQ(kind_with({kOther}), MatchKind::different_content);
  EXPECT_EQ(kind_with({kOther + "?option"}), MatchKind::different_content);
}

TEST_F(MatchIntegrity, WhatNoClientHoldsAnArchiveAgainstDoesNotAcquit) {
  const std::string sha1 = "sha1-AAmj7l5rSw0yVb/vlWAYkK/YBwk=";
  EXPECT_EQ(kind_with({}), MatchKind::name);
  EXPECT_EQ(kind_with({"sha512-xx"}), MatchKind::name);
  EXPECT_EQ(kind_with({"sha512-"}), MatchKind::name);
  EXPECT_EQ(kind_with({"SHA512" + kOther.substr(6)}), MatchKind::name);
  EXPECT_EQ(kind_with({sha1}), MatchKind::name) << "of the release no SHA-1 is known";
  EXPECT_EQ(kind_with({kOther, "sha512-xx"}), MatchKind::name);
}

TEST_F(MatchIntegrity, OnlyTheStrongestDigestCounts) {
  const std::string sha1 = "sha1-AAmj7l5rSw0yVb/vlWAYkK/YBwk=";
  EXPECT_EQ(kind_with({sha1 + " " + kOther}), MatchKind::different_content);
  EXPECT_EQ(kind_with({kOther, kBad}), MatchKind::integrity);
}

TEST_F(MatchIntegrity, AnInstalledPackageCannotAcquitItself) {
  EXPECT_EQ(kind_with({kOther}, Word::package), MatchKind::name);
  component_.origin = model::Origin::file;
  EXPECT_EQ(kind(Word::package), MatchKind::name);
  component_.origin = model::Origin::git;
  EXPECT_EQ(kind(Word::package), MatchKind::name);
  component_.origin = model::Origin::workspace;
  EXPECT_EQ(kind(Word::package), std::nullopt);
}

TEST_F(MatchIntegrity, SpellingsThatTheClientReadsAsTheVersionAreTheVersion) {
  for (const char* version : {"v1.0.1", "=1.0.1", "1.0.1+build"}) {
    component_.version = version;
    EXPECT_EQ(kind(), MatchKind::name) << version;
  }
  component_.version = "1.0.1-rc.1";
  EXPECT_EQ(kind(), std::nullopt);
}

TEST_F(MatchIntegrity, AnArchiveOnDiskIsAnArchive) {
  component_.origin = model::Origin::file;
  component_.resolved = "file:vendor/example-package-1.0.1.tgz";
  EXPECT_EQ(kind(), MatchKind::name);
  component_.resolved = "file:vendor/example-package";
  EXPECT_EQ(kind(), std::nullopt) << "a folder of the project's own";
}

TEST_F(MatchIntegrity, ContentFromGitIsOnlyCalledSo) {
  component_.origin = model::Origin::git;
  EXPECT_EQ(kind(), MatchKind::name_elsewhere);
}

}  // namespace
}  // namespace cordon::intel
