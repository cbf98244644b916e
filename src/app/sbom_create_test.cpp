#include "app/sbom_create.h"

#include <gtest/gtest.h>

#include <map>

#include "app/read_document.h"

namespace cordon::app {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

constexpr const char* kLock = R"({"name": "app", "lockfileVersion": 3, "packages": {"": {"name": "app", "dependencies":
    {"x": "1"}}, "node_modules/x": {"version": "1.0.0", "integrity": "sha512-AA=="}}})";

InventoryReport read(Files files) {
  InventoryOptions options;
  options.targets.push_back({".", std::make_unique<MemoryTree>(std::move(files)), {}, {}});
  options.selection = kCreateSelection;
  Progress progress;
  return read_inventory(options, progress);
}

sbom::WriteOptions named(const char* name, const char* version = "") {
  sbom::WriteOptions options;
  options.tool_version = "1";
  options.subject_name = name;
  options.subject_version = version;
  return options;
}

bool says(const Result<std::string>& document, std::string_view text) {
  return document && document->find(text) != std::string::npos;
}

TEST(SbomCreate, WritesEveryKindThatCanBeReadAgain) {
  static const model::Registries kRegistries;
  for (const auto& [word, format] : std::map<const char*, const char*>{
           {"cyclonedx-1.6", "CycloneDX 1.6"}, {"cyclonedx-1.7", "CycloneDX 1.7"}, {"spdx-2.3", "SPDX 2.3"}}) {
    const auto text = sbom_create(read({{"package-lock.json", kLock}}), *document_kind_from_string(word), named(""));
    ASSERT_TRUE(text);
    const auto back = read_document(*text, {.display_path = "bom.json", .registries = &kRegistries, .limits = {}});
    ASSERT_TRUE(back) << word;
    EXPECT_EQ(back->inventory.format, format);
    EXPECT_EQ(back->inventory.components.size(), 1u);
    EXPECT_EQ(back->inventory.roots.at(0).name, "app");
  }
  EXPECT_FALSE(document_kind_from_string("cyclonedx"));
}

TEST(SbomCreate, IsCompleteWhereEverythingWasLookedAt) {
  const auto whole = sbom_create(read({{"package-lock.json", kLock}}), DocumentKind::cyclonedx_1_6, named(""));
  EXPECT_TRUE(says(whole, "\"aggregate\": \"complete\"") && !says(whole, "\"aggregate\": \"incomplete\"")) << *whole;
  const auto part =
      sbom_create(read({{"package-lock.json", kLock}, {"a/poetry.lock", ""}}), DocumentKind::cyclonedx_1_6, named(""));
  EXPECT_TRUE(says(part, "\"aggregate\": \"incomplete\"")) << *part;
}

TEST(SbomCreate, TheNameIsThatOfTheProjectOrOfWhatHoldsThemAll) {
  const auto one = sbom_create(read({{"package-lock.json", kLock}}), DocumentKind::cyclonedx_1_6, named("shop", "2"));
  EXPECT_TRUE(says(one, "\"name\": \"shop\"") && !says(one, "\"name\": \"app\"")) << *one;
  const auto two = sbom_create(read({{"package-lock.json", kLock}, {"b/package-lock.json", kLock}}),
                               DocumentKind::cyclonedx_1_6, named("shop"));
  EXPECT_TRUE(says(two, "\"name\": \"shop\"") && says(two, "\"name\": \"app\"")) << *two;
}

TEST(SbomCreate, AMergeConflictIsCoverage) {
  InventoryReport report = read({{"package-lock.json", kLock}});
  note_conflicts(report);
  EXPECT_TRUE(report.coverage.unread.empty());
  report.inventories.at(0).conflicts = {{"package-lock.json", 2}};
  note_conflicts(report);
  ASSERT_EQ(report.coverage.unread.size(), 1u);
  EXPECT_TRUE(report.coverage.unread[0].incomplete);
  EXPECT_EQ(report.coverage.unread[0].line, 2u);
}

TEST(SbomCreate, AnEmptyDocumentIsNeverWritten) {
  EXPECT_EQ(sbom_create(read({}), DocumentKind::spdx_2_3, named("")).error().code, ErrorCode::not_found);
}

TEST(SbomCreate, AFolderOfDocumentsIsNotWrittenIntoOne) {
  const auto none = sbom_create(read({{"a.cdx.json", "{}"}}), DocumentKind::spdx_2_3, named(""));
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_NE(none.error().message.find("a.cdx.json"), std::string::npos);
}

TEST(SbomCreate, TheDocumentOfLastTimeIsNotWrittenIntoTheNext) {
  const auto first = sbom_create(read({{"package-lock.json", kLock}}), DocumentKind::cyclonedx_1_6, named(""));
  const auto second = sbom_create(read({{"package-lock.json", kLock}, {"bom.json", first.value()}}),
                                  DocumentKind::cyclonedx_1_6, named(""));
  EXPECT_EQ(*first, *second);
}

}  // namespace
}  // namespace cordon::app
