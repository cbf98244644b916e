#include "archive/inflate.h"

#include <gtest/gtest.h>

#include "archive/pack.h"

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

TEST(Inflate, TellsMembersAndWhatStandsBehindThem) {
  const std::string hello = gzipped_hello();
  const auto once = gunzip(hello, GunzipLimits{});
  ASSERT_TRUE(once);
  EXPECT_EQ(once->members, 1u);
  EXPECT_TRUE(once->trailing.empty());
  const std::string odd = hello + hello + "garbage";
  const auto twice = gunzip(odd, GunzipLimits{});
  ASSERT_TRUE(twice);
  EXPECT_EQ(twice->bytes, "hellohello");
  EXPECT_EQ(twice->members, 2u);
  EXPECT_EQ(twice->trailing, "garbage");
  EXPECT_EQ(gunzip(hello + "\x1f\x8b\x08", GunzipLimits{}).error().code, ErrorCode::syntax);
  EXPECT_EQ(gunzip(hello + "garbage", 100).error().code, ErrorCode::syntax);  // the plain form takes whole files only
  EXPECT_EQ(gunzip("", GunzipLimits{}).error().code, ErrorCode::syntax);
}

TEST(Inflate, LimitsHoldForAllMembersTogether) {
  const std::string hello = gzipped_hello(), many = hello + hello + hello;
  EXPECT_TRUE(gunzip(many, {.bytes = 15, .ratio = 1, .members = 3}));
  EXPECT_EQ(gunzip(many, {.bytes = 14, .ratio = 1, .members = 3}).error().code, ErrorCode::too_large);
  EXPECT_EQ(gunzip(many, {.bytes = 15, .ratio = 1, .members = 2}).error().code, ErrorCode::too_many);
}

// A block with fixed codes (RFC 1951, 3.2.6): the literal 'a', then 258 times what stands one byte before, again and
// again. 13 bits for each 258 bytes.
std::string bomb(int repeats) {
  std::string bits = "110";
  const auto code = [&bits](unsigned value, int length) {
    while (length-- > 0) bits += (value >> length & 1) != 0 ? '1' : '0';
  };
  code(0x30 + 'a', 8);
  for (int i = 0; i < repeats; ++i) code(0xc0 + 285 - 280, 8), code(0, 5);
  code(0, 7);
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  for (std::size_t at = 0; at < bits.size(); at += 8) {
    unsigned byte = 0;
    for (std::size_t i = 0; i < 8 && at + i < bits.size(); ++i) byte |= static_cast<unsigned>(bits[at + i] - '0') << i;
    out += static_cast<char>(byte);
  }
  const std::string text(1 + 258 * static_cast<std::size_t>(repeats), 'a');
  for (const std::uint64_t number : {std::uint64_t{crc32(text)}, std::uint64_t{text.size()}})
    for (int i = 0; i < 4; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
  return out;
}

TEST(Inflate, TellsABombFromALargeFile) {
  const std::string packed = bomb(10'000);
  EXPECT_EQ(gunzip(packed, {.bytes = 1u << 30, .ratio = 100, .members = 1}).error().code, ErrorCode::invalid_value);
  EXPECT_EQ(gunzip(packed, {.bytes = 1'000, .ratio = 100, .members = 1}).error().code, ErrorCode::too_large);
  EXPECT_EQ(gunzip(packed, {.bytes = 1u << 30, .ratio = 0, .members = 1}).error().code, ErrorCode::invalid_value);
  const auto allowed = gunzip(packed, {.bytes = 1u << 30, .ratio = 200, .members = 1});
  ASSERT_TRUE(allowed) << allowed.error().describe();
  EXPECT_EQ(allowed->bytes.size(), 2'580'001u);
}

TEST(Inflate, NoMoreRoomIsTakenThanAUsualArchiveNeeds) {
  std::string text(3 << 20, 'a');
  std::uint32_t chance = 1;
  for (char& c : text) c = static_cast<char>('a' + ((chance = chance * 1'103'515'245 + 12'345) >> 16) % 16);
  const std::string packed = gzip(text);
  const auto opened = gunzip(packed, GunzipLimits{});
  ASSERT_TRUE(opened) << opened.error().describe();
  EXPECT_EQ(opened->bytes, text);
  EXPECT_LE(opened->bytes.capacity(), text.size() + text.size() / 16);
  // Its own word is none where other bytes stand at the end.
  const std::string behind = packed + std::string("\xff\xff\xff\x7f", 4);
  const auto odd = gunzip(behind, GunzipLimits{});
  ASSERT_TRUE(odd) << odd.error().describe();
  EXPECT_EQ(odd->bytes, text);
}

TEST(Inflate, Crc32IsThatOfZipAndGzip) { EXPECT_EQ(crc32("123456789"), 0xcbf43926u); }

}  // namespace
}  // namespace cordon::archive
