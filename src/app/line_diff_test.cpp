#include "app/line_diff.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace cordon::app {
namespace {

using Lines = std::vector<std::string>;

TEST(LineDiff, ShowsWhatChangedWithWhatIsAround) {
  EXPECT_EQ(line_diff("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nX\nf\n"),
            (Lines{"@@ -2,5 +2,5 @@", " b", " c", " d", "-e", "+X", " f"}));
  EXPECT_TRUE(line_diff("a\nb\n", "a\nb\n").empty());
  EXPECT_TRUE(line_diff("", "").empty());
}

TEST(LineDiff, FindsTheShortestWay) {
  EXPECT_EQ(line_diff("a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n"),
            (Lines{"@@ -1,7 +1,6 @@", "-a", "-b", " c", "+b", " a", " b", "-b", " a", "+c"}));
  EXPECT_EQ(line_diff("a\n", ""), (Lines{"@@ -1,1 +0,0 @@", "-a"}));
  EXPECT_EQ(line_diff("", "a\n"), (Lines{"@@ -0,0 +1,1 @@", "+a"}));
}

TEST(LineDiff, PartsChangesThatAreFarApart) {
  std::string before, after;
  for (int i = 0; i < 40; ++i) {
    before += std::to_string(i) + "\n";
    after += (i == 5 || i == 30 ? "x" : std::to_string(i)) + "\n";
  }
  const Lines out = line_diff(before, after);
  EXPECT_EQ(std::ranges::count_if(out, [](const std::string& line) { return line.starts_with("@@"); }), 2);
  EXPECT_EQ(out.size(), 2u * 9);
}

TEST(LineDiff, EndsForTextsThatHaveNothingInCommon) {
  std::string before, after;
  for (int i = 0; i < 6'000; ++i) before += "a" + std::to_string(i) + "\n", after += "b" + std::to_string(i) + "\n";
  EXPECT_EQ(line_diff(before, after).size(), 12'001u);
}

}  // namespace
}  // namespace cordon::app
