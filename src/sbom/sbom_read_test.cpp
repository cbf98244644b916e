#include "sbom/sbom_read.h"

#include <gtest/gtest.h>

#include <iostream>

#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

constexpr const char* kCycloneDx = R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []})";
constexpr const char* kSpdx = R"({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": []})";

ErrorCode code_of(const std::string& text) {
  const auto document = read_sbom(text, testing::read_options());
  EXPECT_FALSE(document.has_value());
  return document ? ErrorCode::internal : document.error().code;
}

TEST(ReadSbom, TellsTheFormatsApart) {
  EXPECT_EQ(read_sbom(kCycloneDx, testing::read_options())->inventory.format, "CycloneDX 1.6");
  EXPECT_EQ(read_sbom(kSpdx, testing::read_options())->inventory.format, "SPDX 2.3");
}

TEST(ReadSbom, FollowsTheKeyOfTheDocumentNotOneInsideIt) {
  const char* text = R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "properties": [{"name": "spdxVersion"}]})";
  EXPECT_EQ(read_sbom(text, testing::read_options())->inventory.format, "CycloneDX 1.6");
  const char* escaped = R"({"spdx\u0056ersion": "SPDX-2.2", "packages": []})";
  EXPECT_TRUE(may_be_sbom(escaped));
  EXPECT_EQ(read_sbom(escaped, testing::read_options())->inventory.format, "SPDX 2.2");
}

TEST(ReadSbom, RefusesWhatIsNeither) {
  EXPECT_EQ(code_of("{}"), ErrorCode::unsupported_format);
  EXPECT_EQ(code_of("[]"), ErrorCode::unsupported_format);
  EXPECT_EQ(code_of(R"({"@context": "https://spdx.example.test/3", "@graph": []})"), ErrorCode::unsupported_format);
  EXPECT_EQ(code_of("{\"bomFormat\": "), ErrorCode::truncated);
  EXPECT_EQ(code_of(R"({"spdxVersion": "SPDX-2.1"})"), ErrorCode::unsupported_version);
  EXPECT_EQ(code_of(R"({"bomFormat": "CycloneDX", "specVersion": "1.3", "version": 1})"),
            ErrorCode::unsupported_version);
}

TEST(ReadSbom, KnowsWhatCanBeNoDocument) {
  EXPECT_TRUE(may_be_sbom(kCycloneDx));
  EXPECT_TRUE(may_be_sbom(kSpdx));
  EXPECT_FALSE(may_be_sbom(R"({"lockfileVersion": 3})"));
}

TEST(ReadSbom, SaysThatAnEmptyDocumentTellsNothing) {
  for (const char* text : {kCycloneDx, kSpdx}) {
    const auto document = read_sbom(text, testing::read_options());
    ASSERT_EQ(document->inventory.unread.size(), 1u);
    EXPECT_EQ(document->inventory.unread[0].code, "no_components");
    EXPECT_TRUE(document->inventory.unread[0].incomplete);
  }
}

TEST(ReadSbom, ObeysLimits) {
  ReadOptions options = testing::read_options();
  options.limits.bytes = 20;
  EXPECT_EQ(read_sbom(kCycloneDx, options).error().code, ErrorCode::too_large);
  options = testing::read_options();
  options.limits.depth = 1;
  EXPECT_EQ(read_sbom(kSpdx, options).error().code, ErrorCode::too_deep);
}

// Versions before 1.4, SPDX 3 and what is no document are refused with a reason; everything else is read. What each
// document gave is printed.
TEST(PublishedDocuments, AreReadOrRefusedWithAReason) {
  const auto cyclonedx = testing::shared_data("cyclonedx/bom-examples"), spdx = testing::shared_data("spdx");
  if (cyclonedx.empty() || spdx.empty()) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no documents to read";
  std::size_t read = 0, refused = 0;
  for (const auto& folder : {cyclonedx, spdx / "examples", spdx / "spec-2.3" / "examples"}) {
    for (const auto& path : testing::json_files(folder)) {
      const std::string name = std::filesystem::relative(path, folder).string();
      const auto document = read_sbom(testing::content_of(path), testing::read_options(name));
      if (document) {
        ++read;
        const model::Inventory& inventory = document->inventory;
        std::cout << name << ": " << inventory.format << ", " << inventory.components.size() << " components, "
                  << inventory.edges.size() << " edges, " << inventory.roots.size() << " roots\n";
        for (const model::FileUnread& each : inventory.unread)
          std::cout << "    " << each.code << ": " << each.reason << "\n";
      } else {
        ++refused;
        std::cout << name << ": refused, " << document.error().describe() << "\n";
        const ErrorCode code = document.error().code;
        EXPECT_TRUE(code == ErrorCode::unsupported_version || code == ErrorCode::unsupported_format ||
                    document.error().line > 0)
            << name;
      }
    }
  }
  std::cout << read << " read, " << refused << " refused\n";
  EXPECT_EQ(read, 61u);
  EXPECT_EQ(refused, 28u);
}

}  // namespace
}  // namespace cordon::sbom
