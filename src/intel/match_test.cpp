#include "intel/match.h"

#include <gtest/gtest.h>

#include "intel/test_pack.h"

namespace cordon::intel {
namespace {

using model::Confidence;
using model::Origin;
using model::RegistryClass;

// The digests are those of nothing.
const std::string kSha1 = "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=", kOtherSha1 = "sha1-BBBBBBBBBBBBBBBBBBBBBBBBBBA=";
const std::string kSha512 = "sha512-" + std::string(86, 'A') + "==";

Knowledge known(std::vector<std::string> ids = {"a-2026"}) {
  KnowledgeOptions options;
  options.embedded = false;
  for (const std::string& id : ids)
    options.pack_files.push_back(
        {id, test_pack("  - ecosystem: npm\n    name: evil\n    versions: [\"1.0.1\"]\n    integrity: {\"1.0.1\": [\"" +
                           kSha1 + "\"]}\n",
                       {}, id)});
  return Knowledge::load(options).value();
}

model::Component evil(std::vector<std::string> integrity = {}) {
  model::Component out;
  out.ecosystem = "npm";
  out.name = "evil";
  out.version = "1.0.1";
  out.registry = {"npm", RegistryClass::public_};
  out.integrity = std::move(integrity);
  return out;
}

std::vector<Match> matches(const model::Component& component) {
  static const Knowledge knowledge = known();
  return match(component, knowledge);
}

TEST(Match, OfPythonOtherDigestsAreThoseOfTheReleasesOtherArchives) {
  KnowledgeOptions options;
  options.embedded = false;
  options.pack_files.push_back(
      {"a-2026", test_pack("  - ecosystem: pypi\n    name: evil\n    versions: [\"1.0\"]\n    integrity: "
                           "{\"1.0\": [\"" +
                               kSha512 + "\"]}\n",
                           {}, "a-2026")});
  const Knowledge knowledge = Knowledge::load(options).value();
  model::Component component = evil({"sha512-" + std::string(85, 'B') + "A=="});
  component.ecosystem = "pypi";
  component.version = "1.0.0";
  component.registry.id = "pypi";
  const std::vector<Match> found = match(component, knowledge);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, MatchKind::name);
}

TEST(Match, TheIntegrityOfABadArchiveCountsWhateverNameRegistryAndOriginSay) {
  model::Component component = evil({kSha512, kSha1});
  component.name = "other";
  component.version = "";
  component.registry = {"npm.example.test", RegistryClass::private_};
  for (const Origin origin : {Origin::registry, Origin::git, Origin::file, Origin::workspace}) {
    component.origin = origin;
    const auto found = matches(component);
    ASSERT_EQ(found.size(), 1u) << to_string(origin);
    EXPECT_EQ(found[0].kind, MatchKind::integrity);
    EXPECT_EQ(found[0].confidence, Confidence::high);
  }
}

TEST(Match, AnotherDigestOfTheSameAlgorithmMeansNotThatRelease) {
  EXPECT_EQ(matches(evil({kOtherSha1})).at(0).kind, MatchKind::different_content);
}

TEST(Match, ADigestOfAnotherAlgorithmDecidesNothing) {
  EXPECT_EQ(matches(evil({kSha512})).at(0).kind, MatchKind::name);
}

TEST(Match, ByNameAndVersionFromPublicMirrorAndUnknownRegistries) {
  model::Component component = evil();
  for (const RegistryClass registry : {RegistryClass::public_, RegistryClass::mirror, RegistryClass::unknown}) {
    component.registry.class_ = registry;
    const Match found = matches(component).at(0);
    EXPECT_EQ(found.kind, MatchKind::name);
    EXPECT_EQ(found.confidence, registry == RegistryClass::unknown ? Confidence::medium : Confidence::high);
  }
}

TEST(Match, APrivateRegistryMeansTheNameIsTargeted) {
  model::Component component = evil();
  component.registry.class_ = RegistryClass::private_;
  EXPECT_EQ(matches(component).at(0).kind, MatchKind::name_targeted);
  component.integrity = {kOtherSha1};
  EXPECT_EQ(matches(component).at(0).kind, MatchKind::different_content);
}

TEST(Match, APatchedReleaseIsStillThatRelease) {
  model::Component component = evil();
  component.origin = Origin::patch;
  EXPECT_EQ(matches(component).at(0).kind, MatchKind::name);
}

TEST(Match, ThePackagesOfTheProjectItselfNeverMatchByName) {
  model::Component component = evil();
  for (const Origin origin : {Origin::file, Origin::link, Origin::workspace}) {
    component.origin = origin;
    EXPECT_TRUE(matches(component).empty()) << to_string(origin);
  }
}

TEST(Match, OtherVersionsNamesAndEcosystemsDoNot) {
  model::Component component = evil();
  component.version = "1.0.10";
  EXPECT_TRUE(matches(component).empty());
  component = evil();
  component.name = "Evil";
  EXPECT_TRUE(matches(component).empty());
  component = evil();
  component.ecosystem = "jsr";
  EXPECT_TRUE(matches(component).empty());
}

TEST(Match, EveryPackThatKnowsItGivesOneMatch) {
  const Knowledge both = known({"a-2026", "b-2026"});
  EXPECT_EQ(match(evil(), both).size(), 2u);
  EXPECT_EQ(match(evil({kSha1, kSha1}), both).size(), 2u);
}

}  // namespace
}  // namespace cordon::intel
