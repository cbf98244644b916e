#include "registry/packument_read.h"

#include <gtest/gtest.h>

namespace cordon::registry {
namespace {

// Texts must outlive what is read from them.
Packument read(std::string_view text) {
  auto packument = read_packument(text);
  EXPECT_TRUE(packument.has_value()) << (packument ? "" : packument.error().describe());
  return packument ? std::move(*packument) : Packument{};
}

ErrorCode code_of(std::string_view text, const Limits& limits = {}) {
  const auto packument = read_packument(text, limits);
  EXPECT_FALSE(packument.has_value()) << text;
  return packument ? ErrorCode::internal : packument.error().code;
}

constexpr std::string_view kDocument = R"({
  "_id": "@scope/name", "name": "@scope/name",
  "dist-tags": {"latest": "1.1.0", "next": "2.0.0-beta.1"},
  "versions": {
    "1.0.0": {"name": "@scope/name", "version": "1.0.0", "scripts": {"test": "x"}, "dist": {
      "tarball": "https://registry.example.test/@scope/name/-/name-1.0.0.tgz", "shasum": "ab", "integrity": "sha512-AA=="}},
    "1.1.0" : {"name": "@scope/name", "version": "1.1.0", "scripts": {"install": "x"}, "deprecated": "old" } ,
    "2.0.0-beta.1": {"version": "2.0.0-beta.1", "hasInstallScript": true}
  },
  "time": {"created": "2020-01-01T00:00:00.000Z", "modified": "2026-03-31T00:00:00.000Z",
    "1.0.0": "2020-01-01T00:00:00.000Z", "1.1.0": "2020-01-02T00:00:00+01:00", "0.9.0": "2019-01-01T00:00:00.000Z"},
  "readme": "text"
}
)";

TEST(PackumentRead, SaysWhereEverythingStands) {
  const Packument packument = read(kDocument);
  EXPECT_EQ(packument.name, "@scope/name");
  EXPECT_EQ(packument.created, "2020-01-01T00:00:00.000Z");
  EXPECT_EQ(packument.modified, "2026-03-31T00:00:00.000Z");
  ASSERT_EQ(packument.top.size(), 6u);
  EXPECT_EQ(packument.top[5].key.of(kDocument), "\"readme\"");
  EXPECT_EQ(packument.top[5].value.of(kDocument), "\"text\"");
  EXPECT_EQ(packument.dist_tags.of(kDocument), R"({"latest": "1.1.0", "next": "2.0.0-beta.1"})");
  EXPECT_EQ(packument.object.of(kDocument), kDocument.substr(0, kDocument.size() - 1));
  ASSERT_EQ(packument.tags.size(), 2u);
  EXPECT_EQ(packument.tags[1].name, "next");
  EXPECT_EQ(packument.tags[1].value, "2.0.0-beta.1");
  ASSERT_EQ(packument.versions.size(), 3u);
  const VersionEntry& first = packument.versions[0];
  EXPECT_EQ(first.version, "1.0.0");
  EXPECT_EQ(first.tarball, "https://registry.example.test/@scope/name/-/name-1.0.0.tgz");
  EXPECT_EQ(first.tarball_value.of(kDocument), "\"" + std::string(first.tarball) + "\"");
  EXPECT_EQ(first.shasum, "ab");
  EXPECT_EQ(first.integrity, "sha512-AA==");
  EXPECT_EQ(first.scripts.of(kDocument), R"({"test": "x"})");
  EXPECT_TRUE(first.dist.of(kDocument).ends_with("\"sha512-AA==\"}"));
  EXPECT_EQ(packument.versions[1].member.value.of(kDocument).substr(0, 8), "{\"name\":");
  EXPECT_TRUE(packument.versions[1].member.value.of(kDocument).ends_with("\"old\" }"));
  EXPECT_EQ(packument.versions[1].deprecated.of(kDocument), "\"old\"");
}

TEST(PackumentRead, TellsWhichVersionsRunSomething) {
  const Packument packument = read(kDocument);
  EXPECT_FALSE(packument.versions[0].runs_at_install);
  EXPECT_TRUE(packument.versions[1].runs_at_install);
  EXPECT_TRUE(packument.versions[2].runs_at_install);
  constexpr std::string_view kBuilt = R"({"name":"a","versions":{"1.0.0":{"gypfile":true},"1.0.1":{"gypfile":false}}})";
  const Packument built = read(kBuilt);
  EXPECT_TRUE(built.versions[0].runs_at_install);
  EXPECT_FALSE(built.versions[1].runs_at_install);
}

TEST(PackumentRead, ReadsTimesWithZAndWithAnOffset) {
  const Packument packument = read(kDocument);
  EXPECT_EQ(packument.versions[0].published, 1'577'836'800);
  EXPECT_EQ(packument.versions[1].published, 1'577'836'800 + 86'400 - 3'600);
  EXPECT_EQ(packument.versions[2].published, std::nullopt);
}

TEST(PackumentRead, TakesTheLastOfEqualVersionsHoweverTheyAreWritten) {
  constexpr std::string_view kText =
      R"({"name":"a","versions":{"1.0.0":{"version":"first"},"1.0.1":{},"1.0.\u0030":{"version":"last"}},
          "time":{"1.0.0":"2020-01-01T00:00:00Z","1.0.0":"2021-01-01T00:00:00Z"}})";
  const Packument packument = read(kText);
  EXPECT_TRUE(packument.versions[0].member.overridden);
  EXPECT_FALSE(packument.versions[2].member.overridden);
  ASSERT_NE(packument.find("1.0.0"), nullptr);
  EXPECT_EQ(packument.find("1.0.0")->says_version, "last");
  EXPECT_EQ(packument.find("1.0.0")->published, 1'609'459'200);
  EXPECT_EQ(packument.find("1.0.2"), nullptr);
  EXPECT_EQ(packument.overridden, 2u);
}

TEST(PackumentRead, TakesTheLastOfEqualMembers) {
  constexpr std::string_view kText = R"({"name":"b","name":"a",
    "versions":{"9.0.0":{}},
    "versions":{"1.0.0":{"dist":{"tarball":"one","integrity":"old"},"dist":{"tarball":"two","tarball":"three"}}},
    "dist-tags":{"latest":"9.0.0"},"dist-tags":{"latest":"1.0.0","latest":"1.0.1"}})";
  const Packument packument = read(kText);
  EXPECT_EQ(packument.name, "a");
  ASSERT_EQ(packument.versions.size(), 1u);
  EXPECT_EQ(packument.find("9.0.0"), nullptr);
  EXPECT_EQ(packument.versions[0].tarball, "three");
  EXPECT_EQ(packument.versions[0].integrity, "");
  EXPECT_FALSE(packument.versions[0].is_clean);
  EXPECT_EQ(packument.dist_of(packument.versions[0]).size(), 2u);
  ASSERT_EQ(packument.tags.size(), 2u);
  EXPECT_TRUE(packument.tags[0].member.overridden);
}

TEST(PackumentRead, DoesNotMistakeNestedMembersForThoseThatCount) {
  constexpr std::string_view kText = R"({"x":{"versions":{"9.0.0":{}},"name":"no"},"name":"a",
    "versions":{"1.0.0":{"x":{"dist":{"tarball":"no"}},"dist":{"x":{"tarball":"no"},"y":[{"tarball":"no"}],"tarball":"yes"}}}})";
  const Packument packument = read(kText);
  EXPECT_EQ(packument.name, "a");
  ASSERT_EQ(packument.versions.size(), 1u);
  EXPECT_EQ(packument.versions[0].tarball, "yes");
}

TEST(PackumentRead, TakesADocumentWithoutVersionsForWhatItIs) {
  const Packument packument = read(R"({"name":"a","time":{"unpublished":{"name":"somebody"}}})");
  EXPECT_TRUE(packument.versions.empty());
  EXPECT_FALSE(packument.times[0].is_string);
}

TEST(PackumentRead, NoticesManifestsThatAreNotWhatTheirKeySays) {
  constexpr std::string_view kText =
      R"({"name":"a","versions":{"1.0.0":{"name":"a","version":"1.0.0"},"1.0.1":{"name":"a","version":"1.0.0"},
          "1.0.2":{"name":"b","version":"1.0.2"},"1.0.3":{"name":"a"},"1.0.4":null}})";
  const Packument packument = read(kText);
  const bool expected[] = {true, false, false, false, false};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(agrees_with_key(packument, packument.versions[i]), expected[i]) << i;
}

TEST(PackumentRead, FindsAnArchiveByTheEntriesThatListIt) {
  constexpr std::string_view kText = R"({"name":"@s/a","versions":{
    "1.0.0":{"dist":{"tarball":"https://registry.example.test/@s/a/-/a-1.0.0.tgz"}},
    "2.0.0":{"dist":{"tarball":"https://registry.example.test/files/other.tgz?x=1"}},
    "3.0.0":{"dist":{"tarball":"https://registry.example.test/@s/a/-/a-1.0.0.tgz"}}}})";
  const Packument packument = read(kText);
  EXPECT_EQ(versions_of_file(packument, "a-1.0.0.tgz"), (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(versions_of_file(packument, "other.tgz"), (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(versions_of_file(packument, "a-2.0.0.tgz"), (std::vector<std::uint32_t>{1}));
  EXPECT_TRUE(versions_of_file(packument, "a-4.0.0.tgz").empty());
}

TEST(PackumentRead, FailsWhereTheTextIsNoDocument) {
  EXPECT_EQ(code_of("<html>"), ErrorCode::syntax);
  EXPECT_EQ(code_of(""), ErrorCode::truncated);
  EXPECT_EQ(code_of(R"({"name":"a","versions":{)"), ErrorCode::truncated);
  EXPECT_EQ(code_of("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(code_of("null"), ErrorCode::wrong_type);
  EXPECT_EQ(code_of(R"({"error":"not found"})"), ErrorCode::missing_field);
  EXPECT_EQ(code_of(R"({"name":5})"), ErrorCode::missing_field);
  EXPECT_EQ(code_of(R"({"name":"a","versions":[]})"), ErrorCode::wrong_type);
  EXPECT_EQ(code_of(R"({"name":"a","dist-tags":"1.0.0"})"), ErrorCode::wrong_type);
  EXPECT_EQ(code_of(R"({"name":"a","time":null})"), ErrorCode::wrong_type);
}

TEST(PackumentRead, KeepsItsLimits) {
  Limits limits;
  limits.entries = 10;
  EXPECT_EQ(code_of(kDocument, limits), ErrorCode::too_many);
  limits = {};
  limits.bytes = 100;
  EXPECT_EQ(code_of(kDocument, limits), ErrorCode::too_large);
  limits = {};
  limits.depth = 2;
  EXPECT_EQ(code_of(kDocument, limits), ErrorCode::too_deep);
  std::string many = R"({"name":"a","versions":{"0":{})";
  for (std::uint32_t i = 1; i <= kMaxVersions; ++i) many += ",\"" + std::to_string(i) + "\":{}";
  EXPECT_EQ(code_of(many + "}}"), ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::registry
