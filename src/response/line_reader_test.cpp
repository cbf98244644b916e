#include "response/line_reader.h"

#include <gtest/gtest.h>

#include "response/testing.h"

namespace cordon::response {
namespace {

struct Got {
  std::string bytes;
  std::uint64_t number = 0, offset = 0;
  bool whole = true, too_long = false;
  bool operator==(const Got&) const = default;
};

std::vector<Got> lines_of(std::string_view content, std::size_t max_line_bytes = 16u << 20) {
  const testing::TemporaryFolder folder;
  Result<LineReader> lines = LineReader::open(folder.write("lines", content), max_line_bytes);
  std::vector<Got> got;
  while (lines) {
    const Result<std::optional<Line>> line = lines->next();
    if (!line || !*line) break;
    got.push_back({std::string((*line)->bytes), (*line)->number, (*line)->offset, (*line)->whole, (*line)->too_long});
  }
  return got;
}

TEST(LineReader, GivesEachLineWithItsPlace) {
  EXPECT_EQ(lines_of("a\n\nbc\n"), (std::vector<Got>{{"a", 1, 0}, {"", 2, 2}, {"bc", 3, 3}}));
}

TEST(LineReader, TellsALineThatIsNotWhole) {
  EXPECT_EQ(lines_of("a\nbc"), (std::vector<Got>{{"a", 1, 0}, {"bc", 2, 2, false}}));
}

TEST(LineReader, GivesNothingOfAnEmptyFile) { EXPECT_TRUE(lines_of("").empty()); }

TEST(LineReader, ReadsLinesThatSpanItsChunks) {
  std::string content;
  for (int i = 0; i < 40; ++i) content += std::string(50'000, static_cast<char>('a' + i % 26)) + "\n";
  const std::vector<Got> got = lines_of(content);
  ASSERT_EQ(got.size(), 40u);
  EXPECT_EQ(got[39].bytes, std::string(50'000, 'n'));
  EXPECT_EQ(got[39].offset, 39u * 50'001);
}

TEST(LineReader, KeepsTheBeginningOfALineThatIsTooLongAndGoesOnBehindIt) {
  const std::string content = std::string(1'000'000, 'x') + "\nnext\n" + std::string(600'000, 'y');
  const std::vector<Got> got = lines_of(content, 10);
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[0], (Got{"xxxxxxxxxx", 1, 0, true, true}));
  EXPECT_EQ(got[1], (Got{"next", 2, 1'000'001}));
  EXPECT_EQ(got[2], (Got{"yyyyyyyyyy", 3, 1'000'006, false, true}));
}

TEST(LineReader, TakesALineOfExactlyTheLimit) {
  EXPECT_EQ(lines_of("0123456789\n", 10), (std::vector<Got>{{"0123456789", 1, 0}}));
}

TEST(LineReader, RefusesAFolder) {
  const testing::TemporaryFolder folder;
  const Result<LineReader> lines = LineReader::open(folder / "");
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().code, ErrorCode::not_a_regular_file);
}

}  // namespace
}  // namespace cordon::response
