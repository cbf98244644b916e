#include "git/inflate.h"

#include <gtest/gtest.h>

#include "git/testing.h"

namespace cordon::git {
namespace {

TEST(Inflate, GivesWhatWasPackedAndLooksNoFurther) {
  for (const std::size_t size : {0, 1, 31, 32, 33, 100'000}) {
    const std::string content(size, 'x');
    EXPECT_EQ(inflate_exactly(testing::packed(content) + "behind", size).value(), content);
  }
}

TEST(Inflate, RefusesAnotherSizeThanWasSaid) {
  const std::string packed = testing::packed("content");
  EXPECT_EQ(inflate_exactly(packed, 6).error().code, ErrorCode::syntax);
  EXPECT_EQ(inflate_exactly(packed, 8).error().code, ErrorCode::syntax);
  EXPECT_EQ(inflate_exactly(packed, 0).error().code, ErrorCode::syntax);
}

TEST(Inflate, TellsWhatBreaksOffFromWhatIsDamaged) {
  std::string packed = testing::packed("some content that is long enough");
  EXPECT_EQ(inflate_exactly(packed.substr(0, packed.size() / 2), 32).error().code, ErrorCode::truncated);
  EXPECT_EQ(inflate_exactly("", 4).error().code, ErrorCode::truncated);
  EXPECT_EQ(inflate_exactly("no zlib at all", 4).error().code, ErrorCode::syntax);
  packed.back() = static_cast<char>(packed.back() + 1);  // its checksum
  EXPECT_EQ(inflate_exactly(packed, 32).error().code, ErrorCode::syntax);
}

TEST(Inflate, TakesNoMemoryForASizeThatCannotBe) {
  EXPECT_EQ(inflate_exactly(testing::packed("x"), 1ull << 40).error().code, ErrorCode::truncated);
  EXPECT_EQ(inflate_exactly(testing::packed("x"), ~0ull).error().code, ErrorCode::truncated);
}

TEST(Inflate, GivesTheStartOfSomethingLarge) {
  const std::string packed = testing::packed("start" + std::string(1 << 20, 'x'));
  EXPECT_EQ(inflate_start(packed, 5).value(), "start");
  EXPECT_EQ(inflate_start(packed.substr(0, 60), 5).value(), "start");
  EXPECT_EQ(inflate_start(testing::packed("ab"), 5).value(), "ab");
  EXPECT_EQ(inflate_start("no zlib at all", 5).error().code, ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::git
