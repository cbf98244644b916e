#include "base/code_point_index.h"

#include <gtest/gtest.h>

#include <string>

namespace cordon {
namespace {

// Where each code point starts, counted one by one.
std::vector<std::uint32_t> starts_of(std::string_view text) {
  std::vector<std::uint32_t> starts;
  for (std::size_t byte = 0; byte < text.size(); ++byte)
    if ((static_cast<unsigned char>(text[byte]) & 0xC0) != 0x80) starts.push_back(static_cast<std::uint32_t>(byte));
  return starts;
}

void agrees_with_counting(std::string_view text) {
  const CodePointIndex index(text);
  const std::vector<std::uint32_t> starts = starts_of(text);
  for (std::size_t i = 0; i < starts.size(); ++i) ASSERT_EQ(index.byte_of(i), starts[i]) << i;
  std::uint64_t before = 0;
  for (std::uint32_t byte = 0; byte < text.size(); ++byte) {
    ASSERT_EQ(index.index_of(byte), before) << byte;
    if (before < starts.size() && starts[before] == byte) ++before;
  }
  for (const std::uint64_t beyond : {starts.size(), starts.size() + 1, std::size_t{1} << 40})
    EXPECT_EQ(index.byte_of(beyond), text.size());
  EXPECT_EQ(index.index_of(static_cast<std::uint32_t>(text.size())), starts.size());
  EXPECT_EQ(index.index_of(static_cast<std::uint32_t>(text.size()) + 5), starts.size());
}

TEST(CodePointIndex, OfAsciiIsTheByte) { agrees_with_counting(std::string(200, 'a')); }

TEST(CodePointIndex, OfNothingIsNothing) { agrees_with_counting(""); }

TEST(CodePointIndex, CountsCodePointsOfEveryLength) {
  agrees_with_counting("\xC3\xA9");
  agrees_with_counting(
      "a\xE2\x82\xAC"
      "b\xF0\x9F\x98\x80"
      "c");
}

// Wherever the parts of a code point fall on the edges of the blocks that the index counts in.
TEST(CodePointIndex, CountsAcrossTheEdgesOfItsBlocks) {
  for (const std::string point : {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"})
    for (std::size_t before = 58; before < 68; ++before)
      for (const std::size_t after : {0, 1, 62, 130})
        agrees_with_counting(std::string(before, 'a') + point + std::string(after, 'b'));
  std::string many;
  for (int i = 0; i < 200; ++i) many += "\xF0\x9F\x98\x80";
  agrees_with_counting(many);
}

}  // namespace
}  // namespace cordon
