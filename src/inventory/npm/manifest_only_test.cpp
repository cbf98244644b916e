#include "inventory/npm/manifest_only.h"

#include <gtest/gtest.h>

#include "inventory/npm/yarn_testing.h"

namespace cordon::inventory::npm {
namespace {

Result<model::Inventory> read(std::string text) {
  testing::Project project;
  project.context().display_path = "app/package.json";
  return read_manifest_only(std::move(text), project.context());
}

TEST(ManifestOnly, SaysWhatIsDeclaredAndThatNothingIsPinned) {
  const auto inventory = read(R"({"name": "p", "version": "1.0.0",
"dependencies": {"a": "^1"}, "devDependencies": {"b": "2"},
"overrides": {"c": "3"}, "resolutions": {"d": "4"}})");
  ASSERT_TRUE(inventory);
  EXPECT_EQ(inventory->format, "package.json");
  EXPECT_TRUE(inventory->components.empty());
  ASSERT_EQ(inventory->roots.size(), 1u);
  const model::Root& root = inventory->roots[0];
  EXPECT_EQ(root.id, "app/package.json#");
  EXPECT_EQ(root.name, "p");
  ASSERT_EQ(root.declared.size(), 2u);
  EXPECT_EQ(root.declared[0], (model::Declared{"a", "^1", model::EdgeKind::runtime, {"app/package.json", 2}}));
  EXPECT_EQ(inventory->overrides.size(), 2u);
  ASSERT_EQ(inventory->unread.size(), 1u);
  EXPECT_EQ(inventory->unread[0].code, "ranges_only");
  EXPECT_TRUE(inventory->unread[0].incomplete);
}

TEST(ManifestOnly, WithoutDependenciesNothingIsMissing) {
  EXPECT_TRUE(read("{}")->unread.empty());
  EXPECT_EQ(read("{}")->roots.at(0).place.line, 1u);
}

TEST(ManifestOnly, PartsOfTheWrongTypeAndDuplicatesAreSaid) {
  const auto inventory = read("{\"dependencies\": [],\n\"name\": \"a\",\n\"name\": \"b\"}");
  ASSERT_EQ(inventory->unread.size(), 1u);
  EXPECT_EQ(inventory->unread[0].code, "wrong_type");
  EXPECT_TRUE(inventory->unread[0].incomplete);
  ASSERT_EQ(inventory->duplicates.size(), 1u);
  EXPECT_EQ(inventory->duplicates[0].last_line, 3u);
}

TEST(ManifestOnly, FailsAsTheParserDoes) {
  EXPECT_EQ(read("{").error().code, ErrorCode::truncated);
  EXPECT_EQ(read("[]").error().code, ErrorCode::wrong_type);
}

TEST(ManifestOnly, ShowsNamesOfTheFileInTheirVisibleForm) {
  const auto inventory = read("{\"scripts\": {\"a\\u202e\\n\": 1}}");
  ASSERT_TRUE(inventory);
  ASSERT_EQ(inventory->unread.size(), 1u);
  EXPECT_EQ(inventory->unread[0].reason.find('\n'), std::string::npos);
  EXPECT_NE(inventory->unread[0].reason.find("<U+202E>"), std::string::npos);
}

}  // namespace
}  // namespace cordon::inventory::npm
