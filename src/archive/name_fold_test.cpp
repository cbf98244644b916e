#include "archive/name_fold.h"

#include <gtest/gtest.h>

namespace cordon::archive {
namespace {

TEST(NameFold, CaseAndAccentsAreOneAndOtherLettersAreNot) {
  EXPECT_EQ(fold_name("README.md"), fold_name("readme.MD"));
  EXPECT_EQ(fold_name("\u00c9"), fold_name("e\u0301"));
  EXPECT_EQ(fold_name("stra\u00dfe"), fold_name("STRASSE"));
  EXPECT_EQ(fold_name("\u0416"), fold_name("\u0436"));
  EXPECT_EQ(fold_name("\u212a"), fold_name("k"));  // the sign of Kelvin
  EXPECT_EQ(fold_name("\ud55c"), fold_name("\u1112\u1161\u11ab"));
  EXPECT_EQ(fold_name("a\u0323\u0301"), fold_name("a\u0301\u0323"));
  EXPECT_NE(fold_name("e"), fold_name("\u00e9"));
  EXPECT_NE(fold_name("a"), fold_name("\u0430"));
}

}  // namespace
}  // namespace cordon::archive
