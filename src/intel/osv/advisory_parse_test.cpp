#include "intel/osv/advisory_parse.h"

#include <gtest/gtest.h>

namespace cordon::intel {
namespace {

Advisory parsed(std::string json) {
  auto advisory = parse_advisory(std::move(json));
  EXPECT_TRUE(advisory) << advisory.error().describe();
  return advisory ? *std::move(advisory) : Advisory();
}

ErrorCode refused(std::string json) {
  const auto advisory = parse_advisory(std::move(json));
  EXPECT_FALSE(advisory);
  return advisory ? ErrorCode::internal : advisory.error().code;
}

// A record with `rest` behind the fields that every record has.
std::string record(const std::string& rest, const std::string& id = "GHSA-2222-2222-2222") {
  return R"({"schema_version": "1.7.4", "id": ")" + id + R"(", "modified": "2026-03-31T01:02:03Z")" +
         (rest.empty() ? "" : ", " + rest) + "}";
}

std::string affecting(const std::string& what, const std::string& package = R"({"ecosystem": "npm", "name": "a"})") {
  return record(R"("affected": [{"package": )" + package + ", " + what + "}]");
}

TEST(AdvisoryParse, KeepsWhatMatchingAndReportsNeed) {
  const Advisory advisory = parsed(record(R"(
      "published": "2026-03-30T00:00:00.5Z", "withdrawn": "2026-04-01T00:00:00Z", "aliases": ["CVE-2026-1"],
      "summary": "s", "details": "d", "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
      "references": [{"type": "FIX", "url": "https://example.test/1"}],
      "database_specific": {"severity": "MODERATE", "cwe_ids": ["CWE-79"]},
      "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"],
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.3"}]}, {"type": "GIT", "events": []}]}])"));
  EXPECT_EQ(advisory.id, "GHSA-2222-2222-2222");
  EXPECT_EQ(advisory.modified - advisory.published, 86'400u + 3'723u);
  EXPECT_GT(advisory.withdrawn, advisory.modified);
  EXPECT_EQ(advisory.aliases, std::vector<std::string>{"CVE-2026-1"});
  EXPECT_EQ(advisory.cvss, std::vector<std::string>{"CVSS:3.1/AV:N"});
  EXPECT_EQ(advisory.severity, SeverityWord::moderate);
  EXPECT_EQ(advisory.cwes, std::vector<std::uint32_t>{79});
  EXPECT_EQ(advisory.references, (std::vector<Reference>{{"FIX", "https://example.test/1"}}));
  EXPECT_FALSE(advisory.malware);
  ASSERT_EQ(advisory.affected.size(), 1u);
  EXPECT_EQ(advisory.affected[0].versions, std::vector<std::string>{"1.0.0"});
  EXPECT_TRUE(advisory.affected[0].git_ranges);
  ASSERT_EQ(advisory.affected[0].ranges.size(), 1u);
  EXPECT_EQ(advisory.affected[0].ranges[0].events,
            (std::vector<VersionEvent>{{EventKind::introduced, "0"}, {EventKind::fixed, "1.2.3"}}));
}

TEST(AdvisoryParse, MalwareIsToldByIdAliasOrWeakness) {
  EXPECT_TRUE(parsed(record("", "MAL-2026-2307")).malware);
  EXPECT_TRUE(parsed(record("", "LWA-2026-1")).malware);
  EXPECT_TRUE(parsed(record(R"("aliases": ["MAL-2026-1"])")).malware);
  EXPECT_TRUE(parsed(record(R"("database_specific": {"cwe_ids": ["CWE-506"]})")).malware);
  EXPECT_TRUE(parsed(affecting(R"("database_specific": {"cwes": [{"cweId": "CWE-506"}]})")).malware);
  EXPECT_FALSE(parsed(record("")).malware);
  EXPECT_FALSE(parsed(record(R"("database_specific": {"cwe_ids": ["CWE-5060000", "CWE-", "CWE-x"]})")).malware);
}

TEST(AdvisoryParse, NamesAreNormalisedAsTheEcosystemsClientDoes) {
  EXPECT_EQ(parsed(affecting(R"("versions": ["1"])", R"({"ecosystem": "PyPI", "name": "Foo_.Bar"})")).affected[0].name,
            "foo-bar");
  EXPECT_EQ(
      parsed(affecting(R"("versions": ["1"])", R"({"ecosystem": "Debian:12", "name": "curl"})")).affected[0].ecosystem,
      "Debian:12");
}

TEST(AdvisoryParse, DisputedIsWhatTheAuthorsMarkAsSuch) {
  EXPECT_TRUE(parsed(record(R"("details": "** DISPUTED ** core.py allows")")).disputed);
  EXPECT_FALSE(parsed(record(R"("details": "the disputed file")")).disputed);
}

TEST(AdvisoryParse, TimesThatNobodyKnowsAreNone) {
  const Advisory advisory =
      parsed(R"({"id": "GO-2020-0001", "modified": "0001-01-01T00:00:00Z", "published": "1-01-01T00:00:00Z"})");
  EXPECT_EQ(advisory.modified, 0u);
  EXPECT_EQ(advisory.published, 0u);
}

TEST(AdvisoryParse, NullStandsForNone) {
  EXPECT_TRUE(
      parsed(record(R"("aliases": null, "summary": null, "affected": null, "withdrawn": null)")).affected.empty());
}

TEST(AdvisoryParse, PartOfARecordIsRefusedAsAWhole) {
  EXPECT_EQ(refused("[]"), ErrorCode::wrong_type);
  EXPECT_EQ(refused("{"), ErrorCode::truncated);
  EXPECT_EQ(refused(R"({"modified": "2026-03-31T01:02:03Z"})"), ErrorCode::missing_field);
  EXPECT_EQ(refused(R"({"id": "A-1"})"), ErrorCode::missing_field);
  EXPECT_EQ(refused(R"({"id": "A 1", "modified": "2026-03-31T01:02:03Z"})"), ErrorCode::invalid_value);
  EXPECT_EQ(refused(record(R"("withdrawn": "yesterday")")), ErrorCode::invalid_value);
  EXPECT_EQ(refused(R"({"schema_version": "2.0.0", "id": "A-1", "modified": "2026-03-31T01:02:03Z"})"),
            ErrorCode::unsupported_version);
  EXPECT_EQ(refused(affecting(R"("versions": [1])")), ErrorCode::wrong_type);
  EXPECT_EQ(refused(affecting(R"("versions": {})")), ErrorCode::wrong_type);
  EXPECT_EQ(refused(affecting(R"("versions": [""])")), ErrorCode::invalid_value);
  EXPECT_EQ(refused(affecting(R"("versions": [])", R"({"ecosystem": "npm"})")), ErrorCode::missing_field);
  EXPECT_EQ(refused(affecting(R"("ranges": [{"type": "WORDS", "events": []}])")), ErrorCode::invalid_value);
  EXPECT_EQ(refused(affecting(R"("ranges": [{"type": "SEMVER", "events": [{"fixed": "1"}]}])")),
            ErrorCode::missing_field);
  EXPECT_EQ(refused(affecting(R"("ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"mended": "1"}]}])")),
            ErrorCode::invalid_value);
}

}  // namespace
}  // namespace cordon::intel
