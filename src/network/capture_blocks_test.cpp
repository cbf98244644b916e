#include <gtest/gtest.h>

#include "network/capture_file.h"
#include "network/testing.h"

namespace cordon::network {
namespace {

using namespace testing;

// Makes pcapng in one byte order.
class Blocks {
 public:
  explicit Blocks(bool is_big = false) : is_big_(is_big) {}

  std::string number(std::uint64_t value, int bytes) const {
    return is_big_ ? big(value, bytes) : little(value, bytes);
  }
  std::string block(std::uint32_t type, std::string body) const {
    body.resize((body.size() + 3) / 4 * 4);
    const std::string length = number(body.size() + 12, 4);
    return number(type, 4) + length + body + length;
  }
  std::string section() const {
    return block(0x0A0D0D0A, number(0x1A2B3C4D, 4) + number(1, 2) + number(0, 2) + std::string(8, '\xFF'));
  }
  std::string option(std::uint16_t code, std::string_view value) const {
    std::string out = number(code, 2) + number(value.size(), 2) + std::string(value);
    out.resize((out.size() + 3) / 4 * 4);
    return out;
  }
  std::string interface(std::uint16_t link, const std::string& options = {}) const {
    return block(1, number(link, 2) + number(0, 2) + number(0, 4) + options);
  }
  std::string packet(std::uint32_t source, std::uint64_t stamp, std::string_view bytes) const {
    return block(6, number(source, 4) + number(stamp >> 32, 4) + number(stamp & 0xFFFFFFFF, 4) +
                        number(bytes.size(), 4) + number(bytes.size() + 10, 4) + std::string(bytes));
  }

 private:
  bool is_big_;
};

struct Read {
  std::vector<CapturedPacket> packets;
  std::vector<model::FileUnread> unread;
  std::uint64_t other_blocks = 0, dropped = 0;
};

Read read(const std::string& bytes, const CaptureLimits& limits = {}) {
  auto file = CaptureFile::open(bytes, "x", limits).value();
  Read out;
  for (CapturedPacket each; file.next(each);) out.packets.push_back(each);
  out.unread = file.unread();
  out.other_blocks = file.other_blocks();
  out.dropped = file.dropped();
  return out;
}

TEST(CaptureBlocks, ReadsPacketsOfSeveralInterfacesInBothByteOrders) {
  for (const bool is_big : {false, true}) {
    const Blocks make(is_big);
    const std::string bytes = make.section() + make.interface(1) + make.interface(101) + make.packet(1, 3, "one!") +
                              make.block(0xBAD, "what is not known") + make.packet(0, 4, "second");
    const Read got = read(bytes);
    ASSERT_EQ(got.packets.size(), 2u);
    EXPECT_EQ(got.packets[0].link_type, LinkType::raw);
    EXPECT_EQ(got.packets[0].bytes, "one!");
    EXPECT_EQ(got.packets[0].time_ns, 3000u);
    EXPECT_EQ(got.packets[0].original_length, 14u);
    EXPECT_EQ(got.packets[1].link_type, LinkType::ethernet);
    EXPECT_EQ(got.packets[1].bytes, "second");
    EXPECT_EQ(got.other_blocks, 1u);
    EXPECT_TRUE(got.unread.empty());
  }
}

TEST(CaptureBlocks, CountsTimeAsTheInterfaceSays) {
  const Blocks make;
  const auto time_of = [&](const std::string& options, std::uint64_t stamp) {
    return read(make.section() + make.interface(1, options) + make.packet(0, stamp, "x")).packets.at(0).time_ns;
  };
  EXPECT_EQ(time_of(make.option(9, "\x09"), 1'234'567'890'123), 1'234'567'890'123u);
  EXPECT_EQ(time_of(make.option(9, "\x03"), 1500), 1'500'000'000u);
  EXPECT_EQ(time_of(make.option(9, "\x8A"), 1536), 1'500'000'000u);  // 2^-10 seconds
  EXPECT_EQ(time_of(make.option(14, little(3600, 8)), 1), 3'600'000'001'000u);
  EXPECT_EQ(time_of(make.option(14, little(static_cast<std::uint64_t>(-3600), 8)), 7'200'000'000), 3'600'000'000'000u);
  EXPECT_EQ(time_of(make.option(14, little(static_cast<std::uint64_t>(-3600), 8)), 1), 0u);  // before 1970
  EXPECT_EQ(time_of(make.option(2, "eth0") + make.option(9, "\x00"), ~std::uint64_t{0}), 9'223'372'036'854'775'807u);
}

TEST(CaptureBlocks, ReadsSimpleAndObsoletePackets) {
  const Blocks make;
  const std::string bytes = make.section() + make.interface(1) + make.block(3, make.number(5, 4) + "12345") +
                            make.block(2, make.number(0, 2) + make.number(0, 2) + make.number(0, 4) +
                                              make.number(9, 4) + make.number(3, 4) + make.number(3, 4) + "old");
  const Read got = read(bytes);
  ASSERT_EQ(got.packets.size(), 2u);
  EXPECT_EQ(got.packets[0].bytes, "12345");
  EXPECT_EQ(got.packets[1].bytes, "old");
  EXPECT_EQ(got.packets[1].time_ns, 9000u);
}

TEST(CaptureBlocks, ForgetsTheInterfacesOfTheSectionBefore) {
  const Blocks one, other(true);
  const Read got = read(one.section() + one.interface(101) + one.packet(0, 1, "a") + other.section() +
                        other.interface(1) + other.packet(0, 1, "b") + other.section() + other.packet(0, 1, "c"));
  ASSERT_EQ(got.packets.size(), 2u);
  EXPECT_EQ(got.packets[1].link_type, LinkType::ethernet);
  ASSERT_EQ(got.unread.size(), 1u);
  EXPECT_EQ(got.unread[0].code, "syntax");
}

TEST(CaptureBlocks, CountsWhatTheCapturingMachineSaysItLost) {
  const Blocks make;
  const auto statistics = [&](std::uint64_t lost) {
    return make.block(5, make.number(0, 12) + make.option(5, little(lost, 8)) + make.option(0, ""));
  };
  EXPECT_EQ(read(make.section() + make.interface(1) + statistics(7) + statistics(10)).dropped, 10u);
  EXPECT_EQ(read(make.section() + make.interface(1) + statistics(~std::uint64_t{0})).dropped,
            9'223'372'036'854'775'807u);
}

TEST(CaptureBlocks, KeepsWhatStandsBeforeTheCutOrTheDamage) {
  const Blocks make;
  const std::string whole = make.section() + make.interface(1) + make.packet(0, 1, "kept") + make.packet(0, 2, "lost");
  for (std::size_t missing = 1; missing < make.packet(0, 2, "lost").size(); ++missing) {
    const Read got = read(whole.substr(0, whole.size() - missing));
    EXPECT_EQ(got.packets.size(), 1u);
    ASSERT_EQ(got.unread.size(), 1u);
    EXPECT_EQ(got.unread[0].code, "truncated");
  }
  std::string lengths = whole;
  lengths.back() = 1;
  EXPECT_EQ(read(lengths).unread.at(0).code, "syntax");
  EXPECT_EQ(read(make.section() + make.interface(1) + make.packet(7, 1, "x")).unread.at(0).code, "syntax");
  EXPECT_EQ(read(make.section() + make.interface(1, make.option(9, "\x7F")) + make.packet(0, 1, "x")).unread.at(0).code,
            "invalid_value");
  EXPECT_EQ(read(make.section() + make.interface(1) + make.interface(1), {.interfaces = 1}).unread.at(0).code,
            "too_many");
  EXPECT_EQ(read(make.section() + make.block(9, std::string(2000, 'x')), {.block_bytes = 1000}).unread.at(0).code,
            "too_large");
}

TEST(CaptureBlocks, RefusesASectionWithoutAByteOrder) {
  std::string bytes = Blocks().section();
  bytes[8] = '?';
  EXPECT_EQ(CaptureFile::open(bytes, "x").error().code, ErrorCode::syntax);
  EXPECT_EQ(CaptureFile::open(Blocks().section().substr(0, 20), "x").error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::network
