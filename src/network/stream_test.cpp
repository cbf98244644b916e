#include "network/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace cordon::network {
namespace {

bool add(Stream& stream, std::uint32_t sequence, std::string_view bytes) {
  return stream.add(sequence, bytes, static_cast<std::uint32_t>(bytes.size()));
}

TEST(Stream, PutsSegmentsInOrder) {
  Stream stream;
  stream.start(1000);
  EXPECT_FALSE(add(stream, 1005, "world"));
  EXPECT_TRUE(stream.has_gap());
  EXPECT_EQ(stream.in_order(), "");
  EXPECT_TRUE(add(stream, 1000, "hello"));
  EXPECT_EQ(stream.in_order(), "helloworld");
  EXPECT_FALSE(stream.has_gap());
}

TEST(Stream, KeepsTheFirstCopyAndTellsThatTheyDiffer) {
  Stream stream;
  stream.start(0);
  add(stream, 0, "abc");
  add(stream, 1, "bcd");
  EXPECT_FALSE(stream.contradicts());
  add(stream, 2, "XXe");
  EXPECT_EQ(stream.in_order(), "abcde");
  EXPECT_TRUE(stream.contradicts());
}

TEST(Stream, FillsHolesBetweenPiecesWithoutTouchingThem) {
  Stream stream;
  stream.start(0);
  add(stream, 2, "cc");
  add(stream, 6, "gg");
  EXPECT_TRUE(add(stream, 0, "aabbccddgghh"));
  EXPECT_EQ(stream.in_order(), "aaccccgggghh");
  EXPECT_TRUE(stream.contradicts());  // "bb" came where "cc" stood, "dd" where "gg" did
}

TEST(Stream, CountsAcrossTheEndOfTheSequenceNumbers) {
  Stream stream;
  stream.start(0xFFFFFFFE);
  add(stream, 0xFFFFFFFE, "abcd");
  add(stream, 2, "ef");
  EXPECT_EQ(stream.in_order(), "abcdef");
}

TEST(Stream, BeginsWhereTheFirstSegmentBeginsWhenTheStartWasNotSeen) {
  Stream stream;
  add(stream, 777, "middle");
  EXPECT_FALSE(add(stream, 770, "before!"));
  EXPECT_TRUE(add(stream, 776, "!middle, end"));  // what overlaps is cut off
  EXPECT_EQ(stream.in_order(), "middle, end");
}

TEST(Stream, KeepsTheWindowAndNoMore) {
  Stream stream;
  stream.start(0);
  const std::string large(Stream::kWindowBytes + 100, 'x');
  EXPECT_TRUE(add(stream, 0, large));
  EXPECT_TRUE(stream.full());
  EXPECT_EQ(stream.in_order().size(), Stream::kWindowBytes);
  EXPECT_FALSE(add(stream, Stream::kWindowBytes, "more"));
  EXPECT_FALSE(stream.has_gap());
}

TEST(Stream, TellsAGapThatOnlyTheOtherSideKnowsOf) {
  Stream stream;
  stream.start(0);
  add(stream, 0, "abc");
  stream.acknowledge(4);  // the end of the direction counts as one
  EXPECT_FALSE(stream.has_gap());
  stream.acknowledge(10);
  EXPECT_TRUE(stream.has_gap());
  add(stream, 3, "defghij");
  EXPECT_FALSE(stream.has_gap());
}

TEST(Stream, TellsAGapWhereTheCaptureCutThePacket) {
  Stream stream;
  stream.start(0);
  stream.add(0, "abc", 100);
  EXPECT_EQ(stream.in_order(), "abc");
  EXPECT_TRUE(stream.has_gap());
}

TEST(Stream, RefusesMorePiecesThanItsLimit) {
  Stream stream;
  stream.start(0);
  for (std::uint32_t i = 1; i <= Stream::kMostPieces + 10; ++i) add(stream, i * 10, "x");
  EXPECT_LT(stream.memory_bytes(), 16u << 10);
  EXPECT_TRUE(add(stream, 0, "0123456789"));  // what continues the order is always taken
  EXPECT_EQ(stream.in_order(), "0123456789x");
  EXPECT_TRUE(stream.has_gap());
}

TEST(Stream, GivesItsMemoryBack) {
  Stream stream;
  stream.start(0);
  add(stream, 0, std::string(10'000, 'x'));
  add(stream, 12'000, "y");
  stream.close();
  EXPECT_LT(stream.memory_bytes(), 100u);
  EXPECT_TRUE(stream.has_gap());
  EXPECT_FALSE(add(stream, 10'000, "z"));
}

TEST(Stream, GivesTheSameForEveryOrderAndRepetition) {
  std::mt19937 random(1);  // NOLINT: the same cases in every run
  std::string text(5000, '\0');
  for (char& c : text) c = static_cast<char>(random() % 256);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::pair<std::size_t, std::size_t>> parts;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t length = 1 + random() % 400;
      parts.emplace_back(at, std::min(length + random() % 100, text.size() - at));  // some overlap with the next
      at += length;
    }
    std::shuffle(parts.begin(), parts.end(), random);
    Stream stream;
    const auto base = static_cast<std::uint32_t>(random());
    stream.start(base);
    for (const auto& [at, length] : parts)
      add(stream, base + static_cast<std::uint32_t>(at), std::string_view(text).substr(at, length));
    ASSERT_EQ(stream.in_order(), text);
    ASSERT_FALSE(stream.contradicts());
    ASSERT_FALSE(stream.has_gap());
  }
}

}  // namespace
}  // namespace cordon::network
