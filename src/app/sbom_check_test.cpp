#include "app/sbom_check.h"

#include <gtest/gtest.h>

#include <map>

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

constexpr const char* kWhole = R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {
    "timestamp": "2026-03-31T00:21:58Z", "authors": [{"name": "A"}], "component": {"type": "application",
    "bom-ref": "app", "name": "app"}}, "components": [{"type": "library", "bom-ref": "x", "name": "x",
    "version": "1.0.0", "purl": "pkg:npm/x@1.0.0", "supplier": {"name": "X"}}],
    "dependencies": [{"ref": "app", "dependsOn": ["x"]}]})";
constexpr const char* kBare = R"({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [
    {"type": "library", "name": "x", "version": "1.0.0", "purl": "pkg:npm/x@1.0.0"}]})";

model::SbomCheckReport run(Files files, std::string only_file = {}) {
  InventoryOptions options;
  const std::string argument = only_file.empty() ? "." : only_file;
  options.targets.push_back({argument, std::make_unique<MemoryTree>(std::move(files)), std::move(only_file), {}});
  Progress progress;
  return sbom_check(options.targets, read_inventory(options, progress));
}

TEST(SbomCheck, ADocumentWithEveryElementIsComplete) {
  const auto report = run({{"bom.json", kWhole}});
  EXPECT_TRUE(report.complete);
  ASSERT_EQ(report.documents.size(), 1u);
  EXPECT_EQ(report.documents[0].score, 1'000u);
  EXPECT_TRUE(report.documents[0].lacks.empty());
}

TEST(SbomCheck, SaysWhichComponentLacksWhat) {
  const auto report = run({{"bom.json", kBare}, {"good.cdx.json", kWhole}});
  EXPECT_FALSE(report.complete);
  ASSERT_EQ(report.documents.size(), 2u);
  const auto& lacks = report.documents[0].lacks;
  ASSERT_EQ(lacks.size(), 4u);
  EXPECT_EQ(lacks[0].element, "supplier name");
  EXPECT_EQ(lacks[0].components.at(0).purl, "pkg:npm/x@1.0.0");
  EXPECT_EQ(lacks[0].components.at(0).place.line, 2u);
  EXPECT_EQ(lacks[1].element, "dependency relationship");
  EXPECT_EQ(lacks[2].element, "author of SBOM data");
  EXPECT_TRUE(lacks[2].components.empty());
  EXPECT_EQ(lacks[3].element, "timestamp");
}

TEST(SbomCheck, WhereNoDocumentIsNothingIsComplete) {
  const Files lockfile = {{"package-lock.json", R"({"lockfileVersion": 3, "packages": {"": {"name": "x"}}})"}};
  for (const char* named : {"", "package-lock.json"}) {
    const auto report = run(lockfile, named);
    EXPECT_FALSE(report.complete);
    ASSERT_EQ(report.coverage.unread.size(), 1u) << named;
    EXPECT_EQ(report.coverage.unread[0].code, "no_document");
    EXPECT_TRUE(report.coverage.unread[0].incomplete);
  }
  EXPECT_EQ(run({}).coverage.unread.at(0).code, "nothing_found");
}

}  // namespace
}  // namespace cordon::app
