#include "network/capture_file.h"

#include <gtest/gtest.h>

#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

std::string header(std::uint32_t magic, bool is_big, std::uint32_t link = 1) {
  const auto number = [&](std::uint64_t value, int bytes) { return is_big ? big(value, bytes) : little(value, bytes); };
  return number(magic, 4) + number(2, 2) + number(4, 2) + number(0, 4) + number(0, 4) + number(65535, 4) +
         number(link, 4);
}

std::string packet(std::uint32_t seconds, std::uint32_t fraction, std::string_view bytes, bool is_big = false,
                   std::uint32_t original = 0) {
  const auto number = [&](std::uint64_t value) { return is_big ? big(value, 4) : little(value, 4); };
  return number(seconds) + number(fraction) + number(bytes.size()) + number(original ? original : bytes.size()) +
         std::string(bytes);
}

std::vector<CapturedPacket> all(CaptureFile& file) {
  std::vector<CapturedPacket> out;
  for (CapturedPacket each; file.next(each);) out.push_back(each);
  return out;
}

TEST(CaptureFile, ReadsAllFourKindsOfPcap) {
  for (const bool is_big : {false, true}) {
    for (const bool nanoseconds : {false, true}) {
      const std::string bytes = header(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4, is_big) + packet(5, 7, "abc", is_big, 99);
      auto file = CaptureFile::open(bytes, "x").value();
      const auto packets = all(file);
      ASSERT_EQ(packets.size(), 1u);
      EXPECT_EQ(packets[0].time_ns, 5'000'000'000u + (nanoseconds ? 7u : 7000u));
      EXPECT_EQ(packets[0].bytes, "abc");
      EXPECT_EQ(packets[0].original_length, 99u);
      EXPECT_EQ(packets[0].number, 1u);
      EXPECT_EQ(packets[0].link_type, LinkType::ethernet);
      EXPECT_TRUE(file.unread().empty());
    }
  }
}

TEST(CaptureFile, ReadsTheLongerRecordsOfPatchedKernels) {
  const std::string bytes = header(0xA1B2CD34, false) + little(1, 4) + little(0, 4) + little(2, 4) + little(2, 4) +
                            std::string(8, '\0') + "ab";
  auto file = CaptureFile::open(bytes, "x").value();
  ASSERT_EQ(all(file).size(), 1u);
}

TEST(CaptureFile, IgnoresWhatTheLinkTypeSaysOfChecksums) {
  const std::string bytes = header(0xA1B2C3D4, false, 0x54000001) + packet(1, 0, "x");
  auto file = CaptureFile::open(bytes, "x").value();
  EXPECT_EQ(all(file).at(0).link_type, LinkType::ethernet);
}

TEST(CaptureFile, KeepsWhatStandsBeforeTheCut) {
  const std::string whole = header(0xA1B2C3D4, false) + packet(1, 0, "first") + packet(2, 0, "second");
  for (const std::size_t missing : {1u, 6u, 7u, 20u}) {
    const std::string bytes = whole.substr(0, whole.size() - missing);
    auto file = CaptureFile::open(bytes, "folder/cut.pcap").value();
    EXPECT_EQ(all(file).size(), 1u);
    ASSERT_EQ(file.unread().size(), 1u);
    EXPECT_EQ(file.unread()[0].code, "truncated");
    EXPECT_EQ(file.unread()[0].path, "folder/cut.pcap");
    EXPECT_TRUE(file.unread()[0].incomplete);
    EXPECT_NE(file.unread()[0].reason.find("at byte 45"), std::string::npos) << file.unread()[0].reason;
  }
}

TEST(CaptureFile, StopsAtALengthThatCannotBe) {
  const std::string bytes = header(0xA1B2C3D4, false) + little(0, 8) + little(0x7FFFFFFF, 4) + little(1, 4);
  auto file = CaptureFile::open(bytes, "x").value();
  EXPECT_TRUE(all(file).empty());
  ASSERT_EQ(file.unread().size(), 1u);
  EXPECT_EQ(file.unread()[0].code, "too_large");
}

TEST(CaptureFile, RefusesWhatIsNoCapture) {
  const auto code = [](std::string_view bytes) { return CaptureFile::open(bytes, "x").error().code; };
  EXPECT_EQ(code(""), ErrorCode::truncated);
  EXPECT_EQ(code("not a capture at all"), ErrorCode::unsupported_format);
  EXPECT_EQ(code("\x1F\x8B gzip and more of it"), ErrorCode::unsupported_format);
  EXPECT_EQ(code(header(0xA1B2C3D4, false).substr(0, 20)), ErrorCode::truncated);
  std::string version = header(0xA1B2C3D4, false);
  version[4] = 3;
  EXPECT_EQ(code(version), ErrorCode::unsupported_version);
}

}  // namespace
}  // namespace cordon::network
