#include "change/rewrite/text_edits.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

TEST(TextEdits, LeavesWhatIsBetween) {
  TextEdits edits;
  edits.replace(4, 6, "X");
  edits.replace(0, 1, "");
  edits.replace(6, 6, "Y");
  EXPECT_EQ(edits.apply("abcdefgh").value(), "bcdXYgh");
}

TEST(TextEdits, RefusesChangesThatOverlapOrLeaveTheText) {
  TextEdits overlapping;
  overlapping.replace(0, 3, "a");
  overlapping.replace(2, 4, "b");
  EXPECT_EQ(overlapping.apply("abcd").error().code, ErrorCode::internal);
  TextEdits outside;
  outside.replace(3, 5, "a");
  EXPECT_EQ(outside.apply("abcd").error().code, ErrorCode::internal);
}

}  // namespace
}  // namespace cordon::change
