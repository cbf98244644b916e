#include "app/tar_write.h"

#include <gtest/gtest.h>

namespace cordon::app {
namespace {

// The checksum of a header by the definition of ustar: the sum of its bytes, those of the checksum counted as spaces.
unsigned checksum(std::string_view block) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < 512; ++i) sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(block[i]);
  return sum;
}

TEST(TarWrite, WritesBlocksWithARightChecksum) {
  std::string tar;
  append_member(tar, {"inputs/yarn.lock", '0', std::string_view("abc"), {}});
  ASSERT_EQ(tar.size(), 1024u);
  EXPECT_EQ(std::stoul(tar.substr(148, 6), nullptr, 8), checksum(tar));
  EXPECT_EQ(tar.substr(0, 17), std::string("inputs/yarn.lock\0", 17));
  EXPECT_EQ(tar.substr(124, 11), "00000000003");
  EXPECT_EQ(tar.substr(257, 8), std::string("ustar\0"
                                            "00",
                                            8));
  EXPECT_EQ(tar.substr(512, 4), std::string("abc\0", 4));
  finish_tar(tar);
  EXPECT_EQ(tar.substr(1024), std::string(1024, '\0'));
}

TEST(TarWrite, PutsLongNamesIntoAPaxHeader) {
  const std::string name(150, 'n'), target(101, 't');
  std::string tar;
  append_member(tar, {name, '2', {}, target});
  ASSERT_EQ(tar.size(), 3u * 512);
  EXPECT_EQ(tar[156], 'x');
  const std::string records = tar.substr(512, 512);
  EXPECT_TRUE(records.starts_with("160 path=" + name + "\n"));
  EXPECT_NE(records.find("115 linkpath=" + target + "\n"), std::string::npos);
  EXPECT_EQ(tar[1024 + 156], '2');
}

TEST(TarWrite, NeedsNoPaxHeaderForANameThatJustFits) {
  std::string tar;
  append_member(tar, {std::string(100, 'n'), '5', {}, {}});
  EXPECT_EQ(tar.size(), 512u);
  EXPECT_EQ(tar.substr(100, 7), "0000755");
}

}  // namespace
}  // namespace cordon::app
