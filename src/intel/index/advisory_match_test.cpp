#include "intel/index/advisory_match.h"

#include <gtest/gtest.h>

#include "intel/index/index_write.h"

namespace cordon::intel {
namespace {

using Words = std::vector<std::string>;

Advisory record(std::string id, Words aliases, std::vector<VersionEvent> events, std::string name = "a") {
  Advisory out;
  out.id = std::move(id);
  out.modified = 1000;
  out.aliases = std::move(aliases);
  out.affected = {{"npm", std::move(name), {{std::move(events)}}, {}, false}};
  return out;
}
const std::vector<VersionEvent> kAll = {{EventKind::introduced, "0"}};
const std::vector<VersionEvent> kBelow2 = {{EventKind::introduced, "0"}, {EventKind::fixed, "2.0.0"}};

AdvisoryMatches matches(std::vector<Advisory> records, std::string_view version, std::string_view name = "a") {
  IndexBuilder builder;
  EXPECT_TRUE(builder.add(*pack_batch(std::move(records))));
  const std::string bytes = *builder.finish("[]");
  const auto index = AdvisoryIndex::open(bytes);
  auto out = match_advisories(*index, std::array{PackageName{"npm", std::string(name)}}, version);
  EXPECT_TRUE(out) << out.error().describe();
  return *out;
}
Words canonical(const AdvisoryMatches& matches) {
  Words out;
  for (const AdvisoryHit& hit : matches.hits) out.push_back(hit.canonical);
  return out;
}

TEST(AdvisoryMatch, RecordsThatNameEachOtherAreOneCause) {
  const auto found = matches({record("GHSA-2222-2222-2222", {"CVE-2026-1"}, kBelow2), record("CVE-2026-1", {}, kAll),
                              record("VENDOR-1", {"GHSA-2222-2222-2222"}, kAll), record("CVE-2026-2", {}, kBelow2)},
                             "1.0.0");
  EXPECT_EQ(canonical(found), (Words{"CVE-2026-1", "CVE-2026-2"}));
  EXPECT_EQ(found.hits[0].ids, (Words{"CVE-2026-1", "GHSA-2222-2222-2222", "VENDOR-1"}));
  EXPECT_EQ(found.hits[0].advisory.id, "GHSA-2222-2222-2222");  // it knows a fix
  EXPECT_EQ(found.hits[0].judgement.fixed, "2.0.0");
}

TEST(AdvisoryMatch, RecordsThatShareAnAliasNobodyHasAreOneCause) {
  const auto found = matches({record("A-1", {"CVE-2026-9"}, kAll), record("B-1", {"CVE-2026-9"}, kAll)}, "1.0.0");
  EXPECT_EQ(canonical(found), Words{"CVE-2026-9"});
}

TEST(AdvisoryMatch, OneRecordOfACauseMakesItMalwareAndAllMakeItDisputed) {
  Advisory malware = record("MAL-2026-1", {"GHSA-2222-2222-2222"}, kAll);
  malware.malware = true;
  Advisory weak = record("GHSA-2222-2222-2222", {}, kBelow2);
  weak.disputed = true;
  const auto found = matches({malware, weak}, "1.0.0");
  ASSERT_EQ(found.hits.size(), 1u);
  EXPECT_TRUE(found.hits[0].malware);
  EXPECT_FALSE(found.hits[0].disputed);
  EXPECT_EQ(found.hits[0].advisory.id, "MAL-2026-1");
  EXPECT_TRUE(matches({weak}, "1.0.0").hits[0].disputed);
}

TEST(AdvisoryMatch, WithdrawnRecordsCountForNothing) {
  Advisory withdrawn = record("CVE-2026-1", {}, kAll);
  withdrawn.withdrawn = 2000;
  EXPECT_TRUE(matches({withdrawn}, "1.0.0").hits.empty());
}

TEST(AdvisoryMatch, OtherVersionsAndNamesAreNotHit) {
  EXPECT_TRUE(matches({record("CVE-2026-1", {}, kBelow2)}, "2.0.0").hits.empty());
  EXPECT_TRUE(matches({record("CVE-2026-1", {}, kAll)}, "1.0.0", "b").hits.empty());
}

TEST(AdvisoryMatch, WhatCannotBeToldIsSaid) {
  const auto found = matches({record("CVE-2026-1", {}, kBelow2)}, "latest");
  EXPECT_TRUE(found.hits.empty());
  ASSERT_EQ(found.unknown.size(), 1u);
  EXPECT_TRUE(found.unknown[0].starts_with("CVE-2026-1: "));
}

}  // namespace
}  // namespace cordon::intel
