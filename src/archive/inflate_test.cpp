#include "archive/inflate.h"

#include <gtest/gtest.h>

namespace cordon::archive {
namespace {

// "hello" as a gzip file of one stored block (RFC 1952).
std::string gzipped_hello() {
  return std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10) + std::string("\x01\x05\x00\xfa\xff", 5) +
         "hello" + std::string("\x86\xa6\x10\x36\x05\x00\x00\x00", 8);
}

TEST(Inflate, GivesExactlyTheBytesThatWereWritten) {
  std::string out;
  ASSERT_TRUE(inflate(std::string_view("\x01\x05\x00\xfa\xffhello", 10), 5, out));
  EXPECT_EQ(out, "hello");
  EXPECT_FALSE(inflate(std::string_view("\x01\x05\x00\xfa\xffhello!", 11), 5, out));
}

TEST(Inflate, ReadsGzipMembersOneAfterAnother) {
  const auto twice = gunzip(gzipped_hello() + gzipped_hello(), 100);
  ASSERT_TRUE(twice) << twice.error().describe();
  EXPECT_EQ(*twice, "hellohello");
}

TEST(Inflate, RefusesGzipThatIsCutOffDamagedOrTooLarge) {
  const std::string whole = gzipped_hello();
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(gunzip(whole.substr(0, length), 100)) << length;
  std::string damaged = whole;
  damaged[16] = 'x';
  EXPECT_FALSE(gunzip(damaged, 100));
  const auto large = gunzip(whole, 4);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ErrorCode::too_large);
}

TEST(Inflate, Crc32IsThatOfZipAndGzip) { EXPECT_EQ(crc32("123456789"), 0xcbf43926u); }

}  // namespace
}  // namespace cordon::archive
