#include "cli/coverage_text.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

TEST(CoverageText, SaysWhatWasReadWhatWasNotAndWhy) {
  model::Coverage coverage;
  coverage.read = {{"yarn.lock", "yarn v1", 3}};
  coverage.unread = {{"a", 0, "x", "for a reason", true}, {"b\x1b", 2, "x", "for another", false}};
  std::string out;
  coverage_block(out, Palette({}), coverage);
  EXPECT_EQ(out,
            "Coverage\n"
            "  read      1 file, 3 entries\n"
            "            yarn.lock  yarn v1  3\n"
            "  not read  a  for a reason\n"
            "            b<U+001B>:2  for another  (nothing is lost)\n");
}

TEST(CoverageText, CutsLongListsAndSaysSo) {
  model::Coverage coverage;
  for (int i = 0; i < 30; ++i) coverage.unread.push_back({"x", 0, "x", "y", true});
  std::string out;
  coverage_block(out, Palette({}), coverage);
  EXPECT_NE(out.find("and 10 more (--format json lists all)"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
