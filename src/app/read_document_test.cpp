#include "app/read_document.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

Result<sbom::SbomDocument> read(std::string text) {
  static const model::Registries kRegistries;
  return read_document(std::move(text), {.display_path = "bom.json", .registries = &kRegistries, .limits = {}});
}

TEST(ReadDocument, GivesTheInventoryOfADocument) {
  const auto document = read(R"({"bomFormat": "CycloneDX", "specVersion": "1.6",
      "components": [{"type": "library", "name": "x", "version": "1.0.0", "purl": "pkg:npm/x@1.0.0"}]})");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->inventory.components.at(0).purl, "pkg:npm/x@1.0.0");
  EXPECT_TRUE(document->inventory.document);
  EXPECT_EQ(document->inventory.ecosystem, "generic");
}

TEST(ReadDocument, OtherTextIsRefusedAsNoDocument) {
  for (const char* text : {"{}", "{\"name\": \"x\"}", "[]"})
    EXPECT_EQ(read(text).error().code, ErrorCode::unsupported_format) << text;
}

TEST(ReadDocument, WhatHasTheKeysOfADocumentMayBeMeantAsOne) {
  for (const char* text : {R"({"bomFormat": "cyclonedx"})", R"({"components": []})", R"({"SPDXID": "x"})"})
    EXPECT_TRUE(may_be_document(text)) << text;
  EXPECT_FALSE(may_be_document(R"({"screws": 4})"));
}

TEST(ReadDocument, AVersionOfSpdxOfAnotherFormIsSaid) {
  EXPECT_EQ(read(R"({"@context": "x", "@graph": [{"type": "SpdxDocument"}]})").error().code,
            ErrorCode::unsupported_version);
}

TEST(ReadDocument, ADocumentIsKnownByTheKeysItMustHave) {
  EXPECT_TRUE(looks_like_document(R"({"bomFormat": "CycloneDX"})"));
  EXPECT_TRUE(looks_like_document(R"({"spdxVersion" : "SPDX-2.3"})"));
  EXPECT_FALSE(looks_like_document(R"({"lockfileVersion": 3})"));
}

}  // namespace
}  // namespace cordon::app
