#include "registry/packument_filter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/json.h"
#include "registry/packument_testing.h"

namespace cordon::registry {
namespace {

using testing::document_of;
using testing::held;

using Tags = std::vector<std::pair<std::string, std::string>>;

struct Answer {
  Filtered filtered;
  Document document;
  Value root() const { return document.root(); }
  std::string_view tag(std::string_view name) const { return root()["dist-tags"][name].text(); }
  bool lists(std::string_view version) const { return root()["versions"][version].exists(); }
};

Answer filter(std::string_view text, const std::vector<Decision>& decisions, const FilterOptions& options = {}) {
  Answer out;
  const auto packument = read_packument(text);
  EXPECT_TRUE(packument.has_value()) << (packument ? "" : packument.error().describe());
  if (!packument) return out;
  out.filtered = filter_packument(*packument, decisions, options);
  auto document = json::parse(out.filtered.text);
  EXPECT_TRUE(document.has_value()) << out.filtered.text;
  if (document) out.document = std::move(*document);
  return out;
}

// Versions and tags of package "a"; those named in `not_allowed` are held.
Answer filter_versions(const std::vector<std::string>& versions, const Tags& tags,
                       const std::vector<std::string>& not_allowed, const FilterOptions& options = {}) {
  std::vector<Decision> decisions;
  for (const std::string& version : versions) {
    const bool is_held = std::ranges::find(not_allowed, version) != not_allowed.end();
    decisions.push_back(is_held ? held() : Decision{});
  }
  return filter(document_of(versions, tags), decisions, options);
}

FilterOptions for_npm(Restrictions restrictions = Restrictions::names) {
  FilterOptions options;
  options.restrictions = restrictions;
  options.now = 1'775'000'000;
  return options;
}

TEST(PackumentFilter, HoldsWhatNobodyDecidedOn) {
  const Answer answer = filter(document_of({"1.0.0", "1.1.0"}, {{"latest", "1.1.0"}}), {Decision{}}, for_npm());
  EXPECT_TRUE(answer.lists("1.0.0"));
  EXPECT_FALSE(answer.lists("1.1.0"));
  EXPECT_EQ(answer.tag("latest"), "1.0.0");
  EXPECT_EQ(answer.filtered.held, 1u);
}

TEST(PackumentFilter, TakesAHeldVersionOutOfVersionsAndTime) {
  const Answer answer = filter_versions({"1.0.0", "1.1.0"}, {{"latest", "1.0.0"}}, {"1.1.0"});
  EXPECT_FALSE(answer.lists("1.1.0"));
  EXPECT_TRUE(answer.root()["time"]["1.0.0"].exists());
  EXPECT_EQ(answer.filtered.text.find("1.1.0"), std::string::npos);
  EXPECT_EQ(answer.filtered.listed, 1u);
}

TEST(PackumentFilter, TellsNpmWhatIsHeldAndWhy) {
  const Answer answer = filter_versions({"1.0.0", "1.1.0"}, {{"latest", "1.0.0"}}, {"1.1.0"}, for_npm());
  const Value restrictions = answer.root()["policyRestrictions"];
  EXPECT_EQ(restrictions["versions"].size(), 1u);
  EXPECT_EQ(restrictions["versions"]["1.1.0"]["version"].text(), "1.1.0");
  EXPECT_FALSE(restrictions["versions"]["1.1.0"]["dist"].exists());
  const std::string_view message = restrictions["message"].text();
  EXPECT_NE(message.find("a@1.1.0: too new; published 2025-01-01T00:00:00Z"), std::string_view::npos) << message;
  EXPECT_NE(message.find("cordon gate explain a@1.1.0"), std::string_view::npos) << message;
}

TEST(PackumentFilter, SaysNothingOfRestrictionsWhereThereAreNone) {
  const Answer answer = filter_versions({"1.0.0"}, {{"latest", "1.0.0"}}, {}, for_npm());
  EXPECT_FALSE(answer.root()["policyRestrictions"].exists());
  EXPECT_EQ(answer.filtered.text, document_of({"1.0.0"}, {{"latest", "1.0.0"}}));
}

TEST(PackumentFilter, GivesWholeManifestsOfHeldVersionsWithoutScripts) {
  FilterOptions options = for_npm(Restrictions::manifests);
  options.tarball_base = "https://gate.example.test/npm";
  const Answer answer = filter_versions({"1.0.0", "1.1.0"}, {{"latest", "1.0.0"}}, {"1.1.0"}, options);
  const Value manifest = answer.root()["policyRestrictions"]["versions"]["1.1.0"];
  EXPECT_EQ(manifest["dist"]["tarball"].text(), "https://gate.example.test/npm/a/-/a-1.1.0.tgz");
  EXPECT_EQ(manifest["scripts"].size(), 1u);
}

// npm looks up whether a manifest is restricted by the version that the manifest gives itself.
TEST(PackumentFilter, NeverGivesAManifestThatLeadsOutOfTheRestrictions) {
  constexpr std::string_view kText =
      R"({"name":"a","dist-tags":{"latest":"2.0.0"},"versions":{"2.0.0":{"name":"a","version":"1.0.0","dist":{"tarball":"t"}}}})";
  const Answer answer = filter(kText, {held()}, for_npm(Restrictions::manifests));
  const Value manifest = answer.root()["policyRestrictions"]["versions"]["2.0.0"];
  EXPECT_EQ(manifest["version"].text(), "2.0.0");
  EXPECT_FALSE(manifest["dist"].exists());
}

// A date-ordered choice gives 2.9.1, the newest, and takes a major version away unasked.
TEST(PackumentFilter, MovesLatestToTheHighestBelowAndNotToTheNewest) {
  const Answer answer = filter_versions({"2.9.0", "3.0.0", "3.0.1", "2.9.1"}, {{"latest", "3.0.1"}}, {"3.0.1"});
  EXPECT_EQ(answer.tag("latest"), "3.0.0");
  EXPECT_EQ(answer.filtered.repointed_tags, 1u);
}

// Versions that were withdrawn stay in `time`.
TEST(PackumentFilter, NeverMovesLatestToAVersionThatOnlyStandsInTime) {
  constexpr std::string_view kText = R"({"name":"a","dist-tags":{"latest":"3.1.0"},
    "versions":{"3.0.0":{"version":"3.0.0"},"3.1.0":{"version":"3.1.0"}},
    "time":{"3.0.0":"2025-01-01T00:00:00Z","3.0.5":"2025-01-02T00:00:00Z","3.1.0":"2026-01-01T00:00:00Z"}})";
  const Answer answer = filter(kText, {Decision{}, held()});
  EXPECT_EQ(answer.tag("latest"), "3.0.0");
  EXPECT_TRUE(answer.root()["time"]["3.0.5"].exists());
}

TEST(PackumentFilter, NeverMovesLatestUpToAnotherMajorVersion) {
  const Answer answer = filter_versions({"1.0.0", "2.0.0"}, {{"latest", "1.0.0"}}, {"1.0.0"}, for_npm());
  EXPECT_EQ(answer.tag("latest"), "1.0.0");
  EXPECT_EQ(answer.filtered.tags_on_held, 1u);
  EXPECT_TRUE(answer.root()["policyRestrictions"]["versions"]["1.0.0"].exists());
  EXPECT_EQ(filter_versions({"1.0.0", "1.0.1", "2.0.0"}, {{"latest", "1.0.0"}}, {"1.0.0"}).tag("latest"), "1.0.1");
  EXPECT_EQ(filter_versions({"0.1.0", "0.2.0"}, {{"latest", "0.1.0"}}, {"0.1.0"}).tag("latest"), "0.1.0");
}

TEST(PackumentFilter, MovesLatestToAPreReleaseOnlyWhereNothingStableIsLeft) {
  const std::vector<std::string> versions = {"1.0.0", "1.1.0-beta.1", "1.1.0-beta.2", "1.1.0"};
  EXPECT_EQ(filter_versions(versions, {{"latest", "1.1.0"}}, {"1.1.0"}).tag("latest"), "1.0.0");
  EXPECT_EQ(filter_versions(versions, {{"latest", "1.1.0"}}, {"1.1.0", "1.0.0"}).tag("latest"), "1.1.0-beta.2");
}

// Filters that take `next` away break who depends on a tag.
TEST(PackumentFilter, MovesOtherTagsWithinTheirLineAndTakesNoneAway) {
  const std::vector<std::string> versions = {"1.0.0", "2.0.0-beta.1", "2.0.0-beta.2", "2.0.0-rc.1", "1.5.0", "1.6.0"};
  const Tags tags = {{"latest", "1.0.0"}, {"next", "2.0.0-rc.1"}, {"beta", "2.0.0-beta.2"}, {"legacy", "1.6.0"}};
  const Answer answer = filter_versions(versions, tags, {"2.0.0-rc.1", "2.0.0-beta.2", "1.6.0"}, for_npm());
  EXPECT_EQ(answer.root()["dist-tags"].size(), 4u);
  EXPECT_EQ(answer.tag("beta"), "2.0.0-beta.1");
  EXPECT_EQ(answer.tag("legacy"), "1.5.0");
  EXPECT_EQ(answer.tag("next"), "2.0.0-rc.1") << "no other release candidate: it points to a restricted version";
  EXPECT_EQ(answer.filtered.repointed_tags, 2u);
  EXPECT_EQ(answer.filtered.tags_on_held, 1u);
}

TEST(PackumentFilter, LeavesTagsWhoseVersionIsThere) {
  const Answer answer =
      filter_versions({"2.6.7", "3.0.0", "3.1.0"}, {{"latest", "3.1.0"}, {"cjs", "2.6.7"}}, {"3.1.0"});
  EXPECT_EQ(answer.tag("cjs"), "2.6.7");
  EXPECT_EQ(answer.tag("latest"), "3.0.0");
}

TEST(PackumentFilter, KeepsTheDocumentWhereEverythingIsHeld) {
  const Answer answer = filter_versions({"1.0.0", "1.1.0"}, {{"latest", "1.1.0"}}, {"1.0.0", "1.1.0"}, for_npm());
  EXPECT_EQ(answer.root()["versions"].size(), 0u);
  EXPECT_EQ(answer.tag("latest"), "1.1.0");
  EXPECT_EQ(answer.root()["policyRestrictions"]["versions"].size(), 2u);
  EXPECT_EQ(answer.root()["name"].text(), "a");
}

TEST(PackumentFilter, LeavesModifiedAsItIs) {
  const Answer answer = filter_versions({"1.0.0", "1.1.0"}, {{"latest", "1.1.0"}}, {"1.1.0"});
  EXPECT_EQ(answer.root()["time"]["modified"].text(), "2026-03-31T00:00:00.000Z");
  EXPECT_EQ(answer.root()["time"]["created"].text(), "2020-01-01T00:00:00.000Z");
  constexpr std::string_view kTrap =
      R"({"name":"a","versions":{"modified":{}},"time":{"modified":"2026-03-31T00:00:00Z"}})";
  EXPECT_TRUE(filter(kTrap, {held()}).root()["time"]["modified"].exists());
}

TEST(PackumentFilter, TellsWhenItsAnswerChangesNext) {
  std::vector<Decision> decisions = {held(), held(), Decision{}, held()};
  decisions[0].comes_of_age = 2'000'000'000;
  decisions[1].comes_of_age = 1'900'000'000;
  decisions[2].comes_of_age = 1'800'000'000;
  const std::string text = document_of({"1.0.0", "1.1.0", "1.2.0", "1.3.0"}, {{"latest", "1.2.0"}});
  EXPECT_EQ(filter(text, decisions, for_npm()).filtered.next_change, 1'900'000'000);
  decisions[1].comes_of_age = 5;
  EXPECT_EQ(filter(text, decisions, for_npm()).filtered.next_change, for_npm().now);
  EXPECT_EQ(filter(text, {held(), held(), held(), held()}).filtered.next_change, std::nullopt);
}

TEST(PackumentFilter, WritesArchivesAddressesAnewAndNothingElse) {
  FilterOptions options;
  options.tarball_base = "https://gate.example.test:8443/npm";
  const std::string text = document_of({"1.0.0", "1.1.0"}, {{"latest", "1.1.0"}});
  std::string expected = text;
  const std::string from = "https://registry.example.test";
  for (std::size_t at = expected.find(from); at != std::string::npos; at = expected.find(from))
    expected.replace(at, from.size(), options.tarball_base);
  EXPECT_EQ(filter(text, std::vector<Decision>(2), options).filtered.text, expected);
}

TEST(PackumentFilter, WritesTheAddressAnewWhateverTypeItHas) {
  constexpr std::string_view kText =
      R"({"name":"@s/a","versions":{"1.0.0":{"dist":{"tarball":["https://198.51.100.1/x.tgz"],"size":1}}}})";
  FilterOptions options;
  options.tarball_base = "https://gate.example.test";
  const Answer answer = filter(kText, std::vector<Decision>(1), options);
  EXPECT_EQ(answer.root()["versions"]["1.0.0"]["dist"]["tarball"].text(),
            "https://gate.example.test/@s/a/-/a-1.0.0.tgz");
  EXPECT_EQ(answer.root()["versions"]["1.0.0"]["dist"]["size"].text(), "1");
}

TEST(PackumentFilter, MakesAnAbbreviatedDocumentOfAFullOne) {
  FilterOptions options;
  options.form = Form::abbreviated;
  const Answer answer = filter_versions({"1.0.0"}, {{"latest", "1.0.0"}}, {}, options);
  EXPECT_EQ(answer.filtered.text,
            R"({"name":"a","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"name":"a","version":"1.0.0",)"
            R"("dependencies":{"b":"^1.0.0"},"dist":{"integrity":"sha512-1.0.0==","shasum":"s",)"
            R"("tarball":"https://registry.example.test/a/-/a-1.0.0.tgz","unpackedSize":1e3,)"
            R"("signatures":[{"keyid":"k","sig":"MEUC\/="}]},"hasInstallScript":true}},)"
            R"("time":{"created":"2020-01-01T00:00:00.000Z","modified":"2026-03-31T00:00:00.000Z",)"
            R"("1.0.0":"2025-01-01T00:00:00.000Z"},"modified":"2026-03-31T00:00:00.000Z"})");
}

TEST(PackumentFilter, WithholdsWhatRunsAtInstallation) {
  std::vector<Decision> decisions(2);
  decisions[0].strip_scripts = true;
  const std::string text = document_of({"1.0.0", "1.1.0"}, {{"latest", "1.1.0"}});
  const Answer answer = filter(text, decisions);
  const Value stripped = answer.root()["versions"]["1.0.0"];
  EXPECT_EQ(stripped["scripts"].size(), 1u);
  EXPECT_TRUE(stripped["scripts"]["test"].exists());
  EXPECT_EQ(stripped["gypfile"].boolean(), false);
  EXPECT_TRUE(answer.root()["versions"]["1.1.0"]["scripts"]["postinstall"].exists());
  EXPECT_EQ(answer.filtered.without_scripts, 1u);
}

TEST(PackumentFilter, WithholdsTheNativeBuildThatNpmStartsByItself) {
  constexpr std::string_view kText =
      R"({"name":"a","versions":{"1.0.0":{"hasInstallScript":true,"gypfile":true,"scripts":{"install":"node-gyp rebuild"}}}})";
  std::vector<Decision> decisions(1);
  decisions[0].strip_scripts = true;
  for (const Form form : {Form::full, Form::abbreviated}) {
    FilterOptions options;
    options.form = form;
    const Answer answer = filter(kText, decisions, options);
    const Value entry = answer.root()["versions"]["1.0.0"];
    EXPECT_FALSE(entry["hasInstallScript"].exists());
    EXPECT_FALSE(entry["scripts"]["install"].exists());
    EXPECT_EQ(entry["gypfile"].boolean(), false);
  }
}

// Some parsers take the first of equal members, so only one is passed on, whatever the decision.
TEST(PackumentFilter, PassesOnOneOfEqualMembers) {
  constexpr std::string_view kText = R"({"name":"x","name":"a","versions":{"9.0.0":{}},"dist-tags":{"latest":"9.0.0"},
    "dist-tags":{"latest":"9.0.0","latest":"1.0.0"},
    "versions":{"1.0.0":{"x":1},"1.0.0":{"dist":{"tarball":"one"},"dist":{"tarball":"two","tarball":"three"},
      "scripts":{"install":"1"},"scripts":{"install":"2","install":"3"}}},
    "time":{"1.0.0":"2020-01-01T00:00:00Z","1.0.0":"2021-01-01T00:00:00Z"}})";
  const Answer answer = filter(kText, {held(), Decision{}});
  EXPECT_TRUE(answer.document.duplicates().empty()) << answer.filtered.text;
  EXPECT_EQ(answer.filtered.text, R"({"name":"a",
    "dist-tags":{"latest":"1.0.0"},
    "versions":{"1.0.0":{"dist":{"tarball":"three"},"scripts":{"install":"3"}}},
    "time":{"1.0.0":"2021-01-01T00:00:00Z"}})");
  EXPECT_EQ(answer.filtered.overridden, 10u);
}

TEST(PackumentFilter, PassesOnNothingThatNobodyDecidedOn) {
  constexpr std::string_view kText =
      R"({"name":"a","dist-tags":{"latest":"2.0.0"},"versions":{"1.0.0":{},"2.0.0":"text"},
    "stagedVersions":{"versions":{"3.0.0":{}}},"_attachments":{"a-2.0.0.tgz":{}},"_distfiles":{"a-2.0.0.tgz":{}}})";
  const Answer answer = filter(kText, std::vector<Decision>(2));
  EXPECT_EQ(answer.filtered.text, R"({"name":"a","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{}}})");
  EXPECT_EQ(answer.filtered.unreadable, 1u);
}

TEST(PackumentFilter, ReplacesRestrictionsOfTheRegistryByItsOwn) {
  constexpr std::string_view kText =
      R"({"name":"a","versions":{"1.0.0":{},"2.0.0":{}},"policyRestrictions":{"versions":{"3.0.0":{}},"message":"m"}})";
  EXPECT_EQ(filter(kText, std::vector<Decision>(2), for_npm()).filtered.text, kText);
  const Answer answer = filter(kText, {Decision{}, held()}, for_npm());
  EXPECT_TRUE(answer.document.duplicates().empty());
  EXPECT_EQ(answer.root()["policyRestrictions"]["versions"].size(), 1u);
  EXPECT_TRUE(answer.root()["policyRestrictions"]["versions"]["2.0.0"].exists());
}

TEST(PackumentFilter, KeepsWhatStandsAroundTheDocument) {
  EXPECT_EQ(filter("\xEF\xBB\xBF \n{ \"name\" : \"a\" }\n", {}).filtered.text, " \n{ \"name\" : \"a\" }\n");
}

TEST(PackumentFilter, ShowsHostileReasonsAndKeepsTheDocumentWhole) {
  const Answer answer = filter(document_of({"1.0.0"}, {{"latest", "1.0.0"}}), {held("\"},\x1b[2J\xFF\n")}, for_npm());
  EXPECT_NE(answer.root()["policyRestrictions"]["message"].text().find("<U+001B>"), std::string_view::npos);
}

TEST(PackumentFilter, TagsAloneAreThoseOfTheDocument) {
  const std::string text = document_of({"1.0.0", "1.1.0"}, {{"latest", "1.1.0"}, {"old", "1.0.0"}});
  const auto packument = read_packument(text);
  ASSERT_TRUE(packument.has_value());
  const std::vector<Decision> decisions = {Decision{}, held()};
  EXPECT_EQ(filtered_tags(*packument, decisions), R"({"latest":"1.0.0","old":"1.0.0"})");
  constexpr std::string_view kBare = R"({"name":"a"})";
  EXPECT_EQ(filtered_tags(*read_packument(kBare), {}), "{}");
}

}  // namespace
}  // namespace cordon::registry
