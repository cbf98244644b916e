// The documents of the specification's own test suite, and published ones.
#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "sbom/cyclonedx_read.h"
#include "sbom/sbom_read.h"
#include "sbom/testing.h"

namespace cordon::sbom {
namespace {

struct Count {
  std::size_t valid, invalid;
};
const std::map<std::string, Count> kSuite{{"1.4", {29, 22}}, {"1.5", {36, 22}}, {"1.6", {45, 25}}, {"1.7", {61, 29}}};

TEST(CycloneDxSuite, AcceptsWhatIsValidAndRefusesWhatIsNot) {
  const auto folder = testing::shared_data("cyclonedx");
  if (folder.empty()) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no documents to judge";
  for (const auto& [version, expected] : kSuite) {
    Count accepted{0, 0}, refused{0, 0};
    for (const auto& path : testing::json_files(folder / version)) {
      const std::string name = path.filename().string();
      const auto document = read_cyclonedx(testing::content_of(path), testing::read_options(name));
      if (name.starts_with("valid")) {
        EXPECT_TRUE(document.has_value()) << name << ": " << document.error().describe();
        ++(document ? accepted : refused).valid;
      } else {
        EXPECT_FALSE(document.has_value()) << name;
        ++(document ? accepted : refused).invalid;
        if (document) continue;
        EXPECT_GT(document.error().line, 0u) << name;
        EXPECT_TRUE(document.error().message.starts_with("/")) << name << ": " << document.error().message;
      }
    }
    EXPECT_EQ(accepted.valid, expected.valid) << version;
    EXPECT_EQ(refused.invalid, expected.invalid) << version;
    EXPECT_EQ(refused.valid + accepted.invalid, 0u) << version;
  }
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
