#include "app/mounted_tree.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

TEST(MountedTree, ShowsTheFolderUnderItsNameAndNothingBeside) {
  const auto tree = mount(
      std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{{"a/package.json", "{}"}}), "m");
  ASSERT_EQ(tree->list("").value().size(), 1u);
  EXPECT_EQ(tree->list("").value()[0].name, "m");
  EXPECT_EQ(tree->list("m").value()[0].name, "a");
  EXPECT_EQ(tree->read("m/a/package.json", 10).value(), "{}");
  EXPECT_EQ(tree->digest("m/a/package.json", 10).value().sha256, sha256("{}"));
  EXPECT_EQ(tree->digest("package.json", 10).error().code, ErrorCode::not_found);
  EXPECT_EQ(tree->info("m").value().kind, EntryKind::directory);
  EXPECT_EQ(tree->info("m/a/package.json").value().kind, EntryKind::file);
  EXPECT_EQ(tree->read("package.json", 10).error().code, ErrorCode::not_found);
  EXPECT_EQ(tree->read("ma/package.json", 10).error().code, ErrorCode::not_found);
  EXPECT_EQ(tree->info("packages").error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree->list("packages").error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree->read_link("packages").error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree->link_end("packages").error().code, ErrorCode::outside_root);
  EXPECT_EQ(tree->link_end("m/a/package.json").error().code, ErrorCode::wrong_type);
}

}  // namespace
}  // namespace cordon::app
