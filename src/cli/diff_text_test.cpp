#include "cli/diff_text.h"

#include <gtest/gtest.h>

namespace cordon::cli {
namespace {

TEST(DiffText, ShowsLinesWithNothingHiddenInThem) {
  std::string out;
  diff_block(out, Palette({}), "a.json", {"@@ -1,1 +1,1 @@", "-\told\033[31m", "+new"}, "a.json.cordon-backup");
  EXPECT_EQ(out.find('\033'), std::string::npos);
  EXPECT_NE(out.find("\n+new\n"), std::string::npos);
  EXPECT_NE(out.find("a.json.cordon-backup"), std::string::npos);
}

TEST(DiffText, CountsWhatItCuts) {
  std::string out;
  diff_block(out, Palette({}), "a.json", std::vector<std::string>(401, "+x"), std::nullopt);
  EXPECT_NE(out.find("and 1 more lines"), std::string::npos);
}

}  // namespace
}  // namespace cordon::cli
