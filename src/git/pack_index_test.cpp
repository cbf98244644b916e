#include "git/pack_index.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

const std::string kLow = "00" + std::string(38, '1'), kMiddle = "7f" + std::string(38, '2');
const std::string kNext = "7f" + std::string(37, '2') + "3", kHigh = "ff" + std::string(38, '4');

std::string example() {
  testing::PackBuilder builder;
  for (const std::string& name : {kHigh, kNext, kLow, kMiddle}) builder.add(name, 3, "content of " + name);
  return builder.index();
}

TEST(PackIndex, FindsWhereEachObjectBegins) {
  const std::string bytes = example();
  const PackIndex index = PackIndex::open(bytes).value();
  EXPECT_EQ(index.count(), 4u);
  EXPECT_EQ(index.find(parse_id(kHigh).value()), 12u);  // the first behind the pack's header
  EXPECT_LT(index.find(parse_id(kNext).value()), index.find(parse_id(kLow).value()));
  EXPECT_LT(index.find(parse_id(kLow).value()), index.find(parse_id(kMiddle).value()));
  EXPECT_FALSE(index.find(parse_id("7f" + std::string(38, '0')).value()).has_value());
  EXPECT_FALSE(index.find(parse_id(std::string(40, 'f')).value()).has_value());
}

TEST(PackIndex, FindsNamesByTheirFirstDigits) {
  const std::string bytes = example();
  const PackIndex index = PackIndex::open(bytes).value();
  EXPECT_EQ(index.with_prefix("7f22", 10).size(), 2u);
  EXPECT_EQ(index.with_prefix("7f22", 1).size(), 1u);
  EXPECT_EQ(index.with_prefix(kNext, 10).size(), 1u);
  EXPECT_TRUE(index.with_prefix("7f23", 10).empty());
}

TEST(PackIndex, ReadsOffsetsBeyondFourGigabytes) {
  std::string bytes = example();
  const std::size_t offsets = 8 + 1024 + 4 * 24;
  bytes.replace(offsets, 4, std::string("\x80\0\0\0", 4));  // of kLow: the first of the large ones
  bytes.insert(offsets + 16, std::string("\0\0\0\5\0\0\0\7", 8));
  EXPECT_EQ(PackIndex::open(bytes).value().find(parse_id(kLow).value()), 0x500000007u);
  bytes.replace(offsets, 4, std::string("\x80\0\0\1", 4));  // there is no second
  EXPECT_FALSE(PackIndex::open(bytes).value().find(parse_id(kLow).value()).has_value());
}

TEST(PackIndex, ThatIsBrokenIsRefused) {
  const std::string bytes = example();
  EXPECT_EQ(PackIndex::open("").error().code, ErrorCode::truncated);
  EXPECT_EQ(PackIndex::open(std::string_view(bytes).substr(0, bytes.size() - 30)).error().code, ErrorCode::truncated);
  EXPECT_EQ(PackIndex::open(std::string(2'000, '\0')).error().code, ErrorCode::unsupported_version);  // version 1
  std::string backwards = bytes;
  backwards.replace(8 + 4 * 10, 4, testing::PackBuilder::number(3));  // more names than behind it
  EXPECT_EQ(PackIndex::open(backwards).error().code, ErrorCode::syntax);
  std::string many = bytes;
  many.replace(8 + 4 * 255, 4, testing::PackBuilder::number(0xffffffff));
  EXPECT_EQ(PackIndex::open(many).error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::git
