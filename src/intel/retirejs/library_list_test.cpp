#include "intel/retirejs/library_list.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "intel/osv/evaluate.h"

namespace cordon::intel {
namespace {

constexpr const char* kList = R"json({
  "pear-ui": {
    "npmname": "pear.ui",
    "vulnerabilities": [
      {"below": "1.2.0", "severity": "medium", "cwe": ["CWE-79"],
       "identifiers": {"summary": "Markup is run", "CVE": ["CVE-2031-0001"], "githubID": "GHSA-2222-3333-4444"},
       "info": ["https://pear.example.test/1"]},
      {"atOrAbove": "2.0.0", "below": "2.0.5", "severity": "high", "cwe": [],
       "identifiers": {"CVE": ["CVE-2031-0001"], "githubID": "GHSA-2222-3333-4444"}, "info": []},
      {"below": "3.0", "excludes": ["1.4.0-lts"], "severity": "low", "cwe": ["CWE-1104"],
       "identifiers": {"summary": "No longer kept", "retid": "9"}, "info": []}],
    "extractors": {
      "func": ["pear.version()"],
      "ast": ["//x"],
      "uri": ["/(§§version§§)/pear\\.js"],
      "filename": ["pear-(§§version§§)\\.js"],
      "filecontent": ["/\\*! Pear v(§§version§§)"],
      "filecontentreplace": ["/major:([0-9]+),minor:([0-9]+)/$1.$2/"],
      "hashes": {"00112233445566778899aabbccddeeff00112233": "0.9"}}},
  "dont check": {"extractors": {"uri": ["^https://x"]}},
  "plum": {"extractors": {"filecontent": ["Plum (§§version§§)"]}}
})json";

TEST(LibraryList, SaysWhatALibraryIsRecognisedBy) {
  const LibraryList list = read_library_list(kList).value();
  ASSERT_EQ(list.libraries.size(), 2u);
  const model::LibrarySignature& pear = list.libraries[0];
  EXPECT_EQ(pear.name, "pear-ui");
  EXPECT_EQ(pear.purl, "pkg:npm/pear.ui");
  EXPECT_EQ(pear.contents, (std::vector<model::LibraryPattern>{{R"(/\*! Pear v([0-9][0-9.a-z_\-]+))", ""},
                                                               {"major:([0-9]+),minor:([0-9]+)", "$1.$2"}}));
  EXPECT_EQ(pear.file_names.size(), 1u);
  EXPECT_EQ(pear.paths.size(), 1u);
  EXPECT_EQ(pear.digests.front().second, "0.9");
  EXPECT_EQ(list.libraries[1].purl, "pkg:generic/plum");
  EXPECT_TRUE(list.refused.empty());
}

bool affected(const Advisory& advisory, std::string_view version) {
  return judge(advisory.affected.front(), false, version).standing == Standing::affected;
}

TEST(LibraryList, OneCauseIsOneRecordWithAllItsRanges) {
  const LibraryList list = read_library_list(kList).value();
  ASSERT_EQ(list.advisories.size(), 2u);
  const Advisory& markup = list.advisories[0];
  EXPECT_EQ(markup.id, "RETIREJS-pear-ui-GHSA-2222-3333-4444");
  EXPECT_EQ(markup.aliases, (std::vector<std::string>{"CVE-2031-0001", "GHSA-2222-3333-4444"}));
  EXPECT_EQ(markup.summary, "Markup is run");
  EXPECT_EQ(markup.severity, SeverityWord::moderate);
  EXPECT_EQ(markup.cwes, (std::vector<std::uint32_t>{79}));
  EXPECT_TRUE(affected(markup, "1.1.9"));
  EXPECT_FALSE(affected(markup, "1.2.0"));
  EXPECT_TRUE(affected(markup, "2.0.4-rc.1"));
  EXPECT_FALSE(affected(markup, "2.0.5"));
  EXPECT_EQ(list.advisories[1].id, "RETIREJS-pear-ui-retid-9");
}

TEST(LibraryList, AVersionThatIsExcludedIsNotAffected) {
  const Advisory old = read_library_list(kList).value().advisories[1];
  EXPECT_FALSE(affected(old, "1.4.0-lts"));
  for (const char* version : {"1.3", "1.4.0-a", "1.4.0", "1.4.1", "2.9.9"})
    EXPECT_TRUE(affected(old, version)) << version;
  EXPECT_FALSE(affected(old, "3.0.0"));
}

TEST(LibraryList, IsBelievedWhatPackageALibraryIsAndNothingElse) {
  const auto purl = [](const std::string& base) {
    return read_library_list(R"({"a": {"basePurl": ")" + base + R"(", "extractors": {}}})")->libraries.at(0).purl;
  };
  EXPECT_EQ(purl("pkg:npm/%40s/x"), "pkg:npm/%40s/x");
  EXPECT_EQ(purl("pkg:github/o/n"), "pkg:github/o/n");
  for (const char* base :
       {"pkg:pypi/requests", "pkg:npm/x@1", "pkg:npm/x?a=b", "pkg:npm/x#y", "pkg:npm/%1b%5b31m", "x"})
    EXPECT_EQ(purl(base), "pkg:generic/a") << base;
}

TEST(LibraryList, WhatIsExcludedOutsideOfARangeChangesNothing) {
  const LibraryList list = read_library_list(R"({"a": {"extractors": {}, "vulnerabilities": [
      {"atOrAbove": "2.0", "below": "3.0", "excludes": ["1.0", "3.0", "9.0", "2.5"], "identifiers": {"retid": "1"}},
      {"below": "3.0", "excludes": ["next"], "identifiers": {"retid": "2"}},
      {"below": "3.0", "identifiers": {"githubID": "GHSA- 222-2222-2222"}}]}})")
                               .value();
  ASSERT_EQ(list.advisories.size(), 2u);
  const Advisory& first = list.advisories[1];
  EXPECT_EQ(first.id, "RETIREJS-a-retid-1");
  for (const char* version : {"2.0", "2.4", "2.6", "2.9.9"}) EXPECT_TRUE(affected(first, version)) << version;
  for (const char* version : {"1.0", "1.5", "2.5", "3.0", "9.5"}) EXPECT_FALSE(affected(first, version)) << version;
  EXPECT_TRUE(list.advisories[0].aliases.empty());
  EXPECT_EQ(list.refused.size(), 1u);
}

TEST(LibraryList, ARangeThatIsUpsideDownHoldsNothing) {
  const LibraryList list = read_library_list(R"({"a": {"extractors": {}, "vulnerabilities": [
      {"atOrAbove": "1.4.0", "below": "1.4.0-beta.2", "identifiers": {"retid": "1"}},
      {"atOrAbove": "1.1.0", "below": "1.1.3", "identifiers": {"retid": "1"}}]}})")
                               .value();
  ASSERT_EQ(list.advisories.size(), 1u);
  EXPECT_TRUE(affected(list.advisories[0], "1.1.2"));
  EXPECT_FALSE(affected(list.advisories[0], "1.5.0"));
  EXPECT_EQ(list.refused.size(), 1u);
}

TEST(LibraryList, WhatIsNotUnderstoodIsNamedAndTheRestCounts) {
  const LibraryList list = read_library_list(R"json({"a": {"extractors": {
      "filecontent": ["A (§§version§§)", 7, ""], "filecontentreplace": ["x"], "filename": "a", "hashes": {"zz": "1.0"}},
      "vulnerabilities": [{"severity": "low"}, {"below": "next"}]}, "b": {}, "": {"extractors": {}},
      "/": {"extractors": {}}, "a b": {"extractors": {}}, "\u202e": {"extractors": {}}})json")
                               .value();
  ASSERT_EQ(list.libraries.size(), 1u);
  EXPECT_EQ(list.libraries[0].contents.size(), 1u);
  EXPECT_EQ(list.refused.size(), 12u);
  EXPECT_TRUE(list.advisories.empty());
}

TEST(LibraryList, OtherJsonIsNone) {
  EXPECT_EQ(read_library_list("[]").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(read_library_list(R"({"a": 1})").error().code, ErrorCode::unsupported_format);
  EXPECT_EQ(read_library_list("{").error().code, ErrorCode::truncated);
  EXPECT_TRUE(looks_like_library_list(kList));
  EXPECT_FALSE(looks_like_library_list(R"({"id": "GHSA-2222-3333-4444"})"));
}

TEST(LibraryList, TheRealOneIsReadWhole) {
  const char* data = std::getenv("CORDON_SHARED_DATA");
  if (data == nullptr) GTEST_SKIP() << "CORDON_SHARED_DATA is not set";
  for (const char* name : {"v5", "v6"}) {
    std::ifstream file(std::string(data) + "/retirejs/jsrepository-" + name + ".json");
    const std::string json((std::istreambuf_iterator<char>(file)), {});
    EXPECT_TRUE(looks_like_library_list(json));
    const LibraryList list = read_library_list(json).value();
    EXPECT_EQ(list.libraries.size(), 75u);
    // Of ember and DWR, ranges such as "atOrAbove 1.4.0, below 1.4.0-beta.2", which hold nothing.
    for (const auto& refused : list.refused)
      EXPECT_TRUE(refused.error.message.starts_with("a range ends"))
          << refused.name << ": " << refused.error.describe();
    EXPECT_LE(list.refused.size(), 2u);
  }
}

}  // namespace
}  // namespace cordon::intel
