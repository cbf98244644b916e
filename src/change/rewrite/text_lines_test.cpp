#include "change/rewrite/text_lines.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

TEST(TextLines, GivesTheSameTextBack) {
  for (const std::string_view text : {"", "a", "a\n", "a\r\nb\n\r\nc", "\xEF\xBB\xBFx\n", "\n\n", "\r"})
    EXPECT_EQ(TextLines(text).text(), text);
}

TEST(TextLines, AddsLinesThatEndAsTheFirstDoes) {
  TextLines lines("a\r\nb\r\n");
  lines.insert(1, {lines.added("x")});
  EXPECT_EQ(lines.text(), "a\r\nx\r\nb\r\n");
}

TEST(TextLines, KeepsHowTheTextEnds) {
  TextLines open("a\nb");
  open.insert(2, {open.added("c")});
  EXPECT_EQ(open.text(), "a\nb\nc");
  open.erase(1, 3);
  EXPECT_EQ(open.text(), "a");
  TextLines whole("a\nb");
  std::vector<TextLine> kept = whole.lines();
  whole.erase(0, 2);
  kept.push_back(whole.added("c"));
  whole.insert(0, std::move(kept));
  EXPECT_EQ(whole.text(), "a\nb\nc");
  TextLines closed("a\nb\n");
  closed.erase(1, 2);
  EXPECT_EQ(closed.text(), "a\n");
}

}  // namespace
}  // namespace cordon::change
