#include "sbom/ntia.h"

#include <gtest/gtest.h>

#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

const std::vector<std::uint32_t>& lacking(const NtiaReport& report, NtiaElement element) {
  return report.lacking[static_cast<std::size_t>(element)];
}

SbomDocument whole() {
  SbomDocument out;
  out.inventory = testing::project();
  out.inventory.components[5].version = "1.0.0";
  out.facts.components.assign(6, {"Maker", ""});
  out.facts.authors = {"A"};
  out.facts.timestamp = "2026-03-31T00:21:58Z";
  return out;
}

TEST(ScoreNtia, IsAThousandWhereNothingIsLacking) {
  const NtiaReport report = score_ntia(whole());
  EXPECT_EQ(report.score, 1'000u);
  EXPECT_TRUE(report.complete());
}

TEST(ScoreNtia, NamesWhatEachComponentLacks) {
  SbomDocument document = whole();
  document.facts.components[0].supplier.clear();
  document.inventory.components[1].version.clear();
  document.inventory.components[2].purl = "pkg:generic/debug@4.0.0";
  document.inventory.components[3].purl = "pkg:generic/debug@4.0.0";
  document.facts.components[3].identifier = "cpe:2.3:a:debug";
  const NtiaReport report = score_ntia(document);
  EXPECT_EQ(lacking(report, NtiaElement::supplier), std::vector<std::uint32_t>{0});
  EXPECT_EQ(lacking(report, NtiaElement::version), std::vector<std::uint32_t>{1});
  EXPECT_EQ(lacking(report, NtiaElement::identifier), std::vector<std::uint32_t>{2});
  EXPECT_TRUE(lacking(report, NtiaElement::relationship).empty());
  EXPECT_EQ(report.score, 39u * 1'000 / 42);
  EXPECT_FALSE(report.complete());
}

TEST(ScoreNtia, CountsStatedRelationshipsOnly) {
  SbomDocument document = whole();
  document.inventory.edges = {{6, 0, model::EdgeKind::runtime, ""}, {1, 1, model::EdgeKind::runtime, ""}};
  EXPECT_EQ(lacking(score_ntia(document), NtiaElement::relationship).size(), 5u);
  document.inventory.roots[0].kind = model::RootKind::inferred;
  EXPECT_EQ(lacking(score_ntia(document), NtiaElement::relationship).size(), 6u);
}

TEST(ScoreNtia, AsksForAPersonOrOrganisationAndATime) {
  SbomDocument document = whole();
  document.facts.authors.clear();
  document.facts.tools = {"cordon"};
  document.facts.timestamp.clear();
  const NtiaReport report = score_ntia(document);
  EXPECT_FALSE(report.has_author);
  EXPECT_FALSE(report.has_timestamp);
  EXPECT_EQ(report.score, 5'000u / 7);
}

TEST(ScoreNtia, ScoresALockfileAndNothingAtAll) {
  SbomDocument lockfile;
  lockfile.inventory = testing::project();
  EXPECT_EQ(lacking(score_ntia(lockfile), NtiaElement::supplier).size(), 6u);
  EXPECT_EQ(score_ntia({}).score, 0u);
  EXPECT_FALSE(score_ntia({}).complete());
  EXPECT_EQ(to_string(NtiaElement::supplier), "supplier name");
}

}  // namespace
}  // namespace cordon::sbom
