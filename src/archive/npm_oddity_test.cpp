#include "archive/npm_oddity.h"

#include <gtest/gtest.h>

#include <set>

namespace cordon::archive {
namespace {

TEST(NpmOddity, EachKindHasANameOfItsOwn) {
  std::set<std::string_view> names;
  int kinds = 0;
  for (; !to_string(static_cast<OddityKind>(kinds)).empty(); ++kinds)
    names.insert(to_string(static_cast<OddityKind>(kinds)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kinds));
  EXPECT_EQ(kinds, static_cast<int>(OddityKind::not_gzipped) + 1);
  EXPECT_LT(kinds, 64);  // for which Oddities has room
}

TEST(NpmOddity, OnlyWhatChangesFilesIsAmbiguous) {
  EXPECT_TRUE(is_ambiguous(OddityKind::size_conflict));
  EXPECT_TRUE(is_ambiguous(OddityKind::duplicate));
  EXPECT_FALSE(is_ambiguous(OddityKind::other_root));
  EXPECT_FALSE(is_ambiguous(OddityKind::special_mode));
}

TEST(NpmOddity, AFloodOfOneKindLeavesRoomForOthers) {
  Oddities oddities(2);
  for (int i = 0; i < 5; ++i) oddities.add(OddityKind::duplicate, "a", "", 0);
  oddities.add(OddityKind::link, std::string(9'999, 'x'), "", 7);
  ASSERT_EQ(oddities.list.size(), 3u);
  EXPECT_EQ(oddities.left_out, 3u);
  EXPECT_EQ(oddities.list[2].kind, OddityKind::link);
  EXPECT_EQ(oddities.list[2].path.size(), 4'096u);
}

}  // namespace
}  // namespace cordon::archive
