#include "response/small_file.h"

#include <gtest/gtest.h>

#include "response/testing.h"

namespace cordon::response {
namespace {

TEST(SmallFile, IsReadWhole) {
  const testing::TemporaryFolder folder;
  const std::string content(200'000, 'x');
  EXPECT_EQ(read_small_file(folder.write("file", content), 200'000).value_or(""), content);
}

TEST(SmallFile, IsRefusedAboveTheLimit) {
  const testing::TemporaryFolder folder;
  const Result<std::string> text = read_small_file(folder.write("file", "0123456789"), 9);
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::too_large);
}

TEST(SmallFile, GivesItsBeginning) {
  const testing::TemporaryFolder folder;
  const std::string path = folder.write("file", "0123456789");
  EXPECT_EQ(read_beginning(path, 4).value_or(""), "0123");
  EXPECT_EQ(read_beginning(path, 40).value_or(""), "0123456789");
}

TEST(SmallFile, IsNoFolder) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(read_small_file(folder / "", 10).error().code, ErrorCode::not_a_regular_file);
  EXPECT_EQ(read_beginning(folder / "absent", 10).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::response
