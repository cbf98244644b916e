#include "app/redacted_tree.h"

#include <gtest/gtest.h>

#include <map>

namespace cordon::app {
namespace {

std::unique_ptr<FileTree> tree_of(std::string content) {
  return redact(
      std::make_unique<MemoryTree>(std::map<std::string, std::string, std::less<>>{{"a/b", std::move(content)}}));
}

TEST(RedactedTree, FilesTellNoCredentials) {
  const auto tree = tree_of("https://user:s3cret@b.invalid/");
  EXPECT_EQ(tree->read("a/b", 100).value(), "https://redacted@b.invalid/");
  EXPECT_EQ(tree->list("a").value().size(), 1u);
  EXPECT_EQ(tree->info("a").value().kind, EntryKind::directory);
  EXPECT_EQ(tree->read_link("a/b").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(tree->link_end("a/b").error().code, ErrorCode::wrong_type);
}

TEST(RedactedTree, TheLimitHoldsForWhatIsGivenOut) {
  const auto tree = tree_of("https://u@b.invalid");
  EXPECT_EQ(tree->read("a/b", 19).error().code, ErrorCode::too_large);
  EXPECT_TRUE(tree->read("a/b", 26));
}

TEST(RedactedTree, ADigestIsThatOfTheFileAsItStandsThere) {
  const auto tree = tree_of("https://user:s3cret@b.invalid/");
  EXPECT_EQ(tree->digest("a/b", 100).value().sha256, sha256("https://user:s3cret@b.invalid/"));
  EXPECT_EQ(tree->digest("a/b", 100).value().size, 30u);
  EXPECT_EQ(tree->digest("a/b", 29).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::app
