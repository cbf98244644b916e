#include "@INCLUDE@"

#include <gtest/gtest.h>

namespace @NAMESPACE@ {
namespace {

Result<model::Inventory> read(std::string text) {
  static const model::Registries registries;
  static const ClientConfig client;
  ReadContext context;
  context.display_path = "@FILE@";
  context.registries = &registries;
  context.client = &client;
  return read_@NAME@(std::move(text), context);
}

// Put a real entry here, and say what it means.
TEST(@TYPE@, ReadsNameVersionAndPlaceOfAComponent) {
  const auto inventory = read(R"({"a": {"version": "1.0.0"}})");
  ASSERT_TRUE(inventory.has_value());
  ASSERT_EQ(inventory->components.size(), 1U);
  EXPECT_EQ(inventory->components[0].name, "a");
  EXPECT_EQ(inventory->components[0].version, "1.0.0");
  EXPECT_EQ(inventory->components[0].place.line, 1U);
  EXPECT_TRUE(inventory->unread.empty());
}

TEST(@TYPE@, RefusesWhatIsNoObject) {
  const auto inventory = read("[]");
  ASSERT_FALSE(inventory.has_value());
  EXPECT_EQ(inventory.error().code, ErrorCode::wrong_type);
}

TEST(@TYPE@, SaysThatATruncatedFileIsTruncated) {
  const auto inventory = read(R"({"a": )");
  ASSERT_FALSE(inventory.has_value());
  EXPECT_EQ(inventory.error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace @NAMESPACE@
