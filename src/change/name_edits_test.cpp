#include "change/name_edits.h"

#include <gtest/gtest.h>

#include <bit>
#include <string>

namespace cordon::change {
namespace {

TEST(NameEdits, CountsLettersAndSwapsOfNeighbours) {
  EXPECT_EQ(edit_distance("lodash", "lodash", 2), 0u);
  EXPECT_EQ(edit_distance("lodahs", "lodash", 2), 1u);
  EXPECT_EQ(edit_distance("lodas", "lodash", 2), 1u);
  EXPECT_EQ(edit_distance("lpodash-", "lodash", 2), 2u);
  EXPECT_EQ(edit_distance("", "ab", 2), 2u);
  EXPECT_EQ(edit_distance("ca", "abc", 3), 3u);  // of a restricted distance: no letter between swapped ones
}

TEST(NameEdits, StopsAboveWhatIsAskedFor) {
  EXPECT_EQ(edit_distance("axios", "lodash", 2), 3u);
  EXPECT_EQ(edit_distance("abcdef", "badcfe", 2), 3u);
  EXPECT_EQ(edit_distance("abcd", "badc", 2), 2u);
  EXPECT_EQ(edit_distance(std::string(5'000, 'a'), std::string(5'001, 'a'), 2), 1u);
  EXPECT_EQ(edit_distance(std::string(5'000, 'a'), std::string(5'000, 'b'), 2), 3u);
}

TEST(NameEdits, NamesASingleEdit) {
  EXPECT_EQ(single_edit("axiosx", "axios"), Edit::added);
  EXPECT_EQ(single_edit("axos", "axios"), Edit::omitted);
  EXPECT_EQ(single_edit("axxios", "axios"), Edit::repeated);
  EXPECT_EQ(single_edit("expres", "express"), Edit::repeated);
  EXPECT_EQ(single_edit("axtos", "axios"), Edit::replaced);
  EXPECT_EQ(single_edit("axuos", "axios"), Edit::adjacent);
  EXPECT_EQ(single_edit("ax8os", "axios"), Edit::adjacent);
  EXPECT_EQ(single_edit("axois", "axios"), Edit::swapped);
  EXPECT_EQ(single_edit("axios", "axios"), std::nullopt);
  EXPECT_EQ(single_edit("lodash", "axios"), std::nullopt);
}

TEST(NameEdits, KeysTouchTheTwoBelowThem) {
  EXPECT_EQ(single_edit("as", "aw"), Edit::adjacent);
  EXPECT_EQ(single_edit("aw", "as"), Edit::adjacent);
  EXPECT_EQ(single_edit("xa", "xq"), Edit::adjacent);
  EXPECT_EQ(single_edit("xm", "xk"), Edit::adjacent);
  EXPECT_EQ(single_edit("xm", "xq"), Edit::replaced);
}

TEST(NameEdits, MasksOfNamesNEditsApartDifferInTwoNBits) {
  const std::string right = "webpack-dev-server";
  for (std::size_t i = 0; i < right.size(); ++i) {
    std::string omitted = right, replaced = right, added = right;
    omitted.erase(i, 1);
    replaced[i] = 'z';
    added.insert(i, 1, '4');
    for (const std::string& name : {omitted, replaced, added})
      EXPECT_LE(std::popcount(letter_mask(name) ^ letter_mask(right)), 2) << name;
  }
}

}  // namespace
}  // namespace cordon::change
