#include "sbom/spdx_read.h"

#include <gtest/gtest.h>

#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

std::string spdx(const std::string& members) {
  return R"({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", )" + members + "}";
}

SbomDocument read(const std::string& text) {
  auto document = read_spdx(text, testing::read_options());
  EXPECT_TRUE(document.has_value()) << document.error().describe();
  return document ? std::move(*document) : SbomDocument();
}

bool notes(const model::Inventory& inventory, std::string_view code) {
  return std::ranges::any_of(inventory.unread, [&](const auto& each) { return each.code == code; });
}

TEST(SpdxRead, ReadsPackages) {
  const SbomDocument document = read(spdx(R"("creationInfo": {"created": "2026-03-31T00:21:58Z",
      "creators": ["Tool: t-1", "Organization: O"]},
    "hasExtractedLicensingInfos": [{"licenseId": "LicenseRef-1", "name": "Mine", "extractedText": "x"}],
    "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "versionInfo": "1", "supplier": "Organization: Maker",
      "downloadLocation": "https://registry.example.test/a.tgz", "licenseDeclared": "LicenseRef-1",
      "checksums": [{"algorithm": "SHA1", "checksumValue": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}],
      "externalRefs": [{"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl",
                        "referenceLocator": "pkg:npm/a@1"}]}])"));
  const model::Component& component = document.inventory.components.at(0);
  EXPECT_EQ(component.id, "bom.json#SPDXRef-a");
  EXPECT_EQ(component.purl, "pkg:npm/a@1");
  EXPECT_EQ(component.integrity, std::vector<std::string>{"sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="});
  EXPECT_EQ(component.licences, std::vector<std::string>{"Mine"});
  EXPECT_EQ(component.resolved, "https://registry.example.test/a.tgz");
  EXPECT_EQ(document.facts.authors, std::vector<std::string>{"O"});
  EXPECT_EQ(document.facts.tools, std::vector<std::string>{"t-1"});
  EXPECT_EQ(document.facts.components[0].supplier, "Maker");
}

TEST(SpdxRead, ReadsRelationshipsInEitherDirection) {
  const model::Inventory inventory = read(spdx(R"("documentDescribes": ["SPDXRef-r"], "packages": [
      {"SPDXID": "SPDXRef-r", "name": "r"}, {"SPDXID": "SPDXRef-a", "name": "a"}, {"SPDXID": "SPDXRef-b", "name": "b"},
      {"SPDXID": "SPDXRef-c", "name": "c"}, {"SPDXID": "SPDXRef-d", "name": "d"}],
    "relationships": [
      {"spdxElementId": "SPDXRef-r", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-a"},
      {"spdxElementId": "SPDXRef-b", "relationshipType": "DEV_DEPENDENCY_OF", "relatedSpdxElement": "SPDXRef-r"},
      {"spdxElementId": "SPDXRef-c", "relationshipType": "PREREQUISITE_FOR", "relatedSpdxElement": "SPDXRef-a"},
      {"spdxElementId": "SPDXRef-a", "relationshipType": "CONTAINS", "relatedSpdxElement": "SPDXRef-d"}])"))
                                         .inventory;
  ASSERT_EQ(inventory.components.size(), 4u);
  const std::vector<model::Edge> expected{{0, 2, model::EdgeKind::peer, ""},
                                          {0, 3, model::EdgeKind::runtime, ""},
                                          {4, 0, model::EdgeKind::runtime, ""},
                                          {4, 1, model::EdgeKind::development, ""}};
  EXPECT_EQ(inventory.edges, expected);
}

TEST(SpdxRead, TakesOfManyDescribedPackagesTheSubjects) {
  const model::Inventory inventory = read(spdx(R"("documentDescribes": ["SPDXRef-r", "SPDXRef-a"], "packages": [
      {"SPDXID": "SPDXRef-r", "name": "r"}, {"SPDXID": "SPDXRef-a", "name": "a"}],
    "relationships": [
      {"spdxElementId": "SPDXRef-r", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": "SPDXRef-a"}])"))
                                         .inventory;
  ASSERT_EQ(inventory.roots.size(), 1u);
  EXPECT_EQ(inventory.roots[0].name, "r");
  EXPECT_EQ(inventory.components.size(), 1u);
  const model::Inventory flat = read(spdx(R"("documentDescribes": ["SPDXRef-a", "SPDXRef-b"], "packages": [
      {"SPDXID": "SPDXRef-a", "name": "a"}, {"SPDXID": "SPDXRef-b", "name": "b"}])"))
                                    .inventory;
  EXPECT_EQ(flat.components.size(), 2u) << "a list of packages has no subject";
}

TEST(SpdxRead, SaysWhatTheDocumentLeavesOut) {
  const model::Inventory inventory = read(spdx(R"("packages": [{"SPDXID": "SPDXRef-a", "name": "a"}],
    "files": [{"SPDXID": "SPDXRef-f", "fileName": "./f"}],
    "relationships": [{"spdxElementId": "SPDXRef-a", "relationshipType": "DEPENDS_ON",
                       "relatedSpdxElement": "DocumentRef-x:SPDXRef-y"},
                      {"spdxElementId": "SPDXRef-a", "relationshipType": "DEPENDS_ON",
                       "relatedSpdxElement": "SPDXRef-gone"}])"))
                                         .inventory;
  for (const char* code : {"no_purl", "no_version", "no_digest", "not_packages", "not_found"})
    EXPECT_TRUE(notes(inventory, code)) << code;
}

TEST(SpdxRead, RefusesWithThePlace) {
  const auto refusal = [](const std::string& members) {
    const auto document = read_spdx(spdx(members), testing::read_options());
    EXPECT_FALSE(document.has_value());
    return document ? Error() : document.error();
  };
  const Error twice = refusal(
      "\"packages\": [{\"SPDXID\": \"SPDXRef-a\", \"name\": \"a\"},\n"
      "{\"SPDXID\": \"SPDXRef-a\", \"name\": \"b\"}]");
  EXPECT_EQ(twice.code, ErrorCode::invalid_value);
  EXPECT_EQ(twice.line, 2u);
  EXPECT_TRUE(twice.message.starts_with("/packages/1/SPDXID"));
  EXPECT_EQ(refusal(R"("packages": [{"SPDXID": "SPDXRef-a"}])").code, ErrorCode::missing_field);
  EXPECT_EQ(refusal(R"("packages": {})").code, ErrorCode::wrong_type);
}

}  // namespace
}  // namespace cordon::sbom
