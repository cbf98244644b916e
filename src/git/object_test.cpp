#include "git/object.h"

#include <gtest/gtest.h>

namespace cordon::git {
namespace {

TEST(ObjectId, IsReadFromFortyDigitsAndWrittenInLowerCase) {
  const std::string text = "0123456789abcdef0123456789ABCDEF01234567";
  EXPECT_EQ(to_hex(parse_id(text).value()), "0123456789abcdef0123456789abcdef01234567");
  EXPECT_FALSE(parse_id(text.substr(1)).has_value());
  EXPECT_FALSE(parse_id(text + "0").has_value());
  EXPECT_FALSE(parse_id("g123456789abcdef0123456789abcdef01234567").has_value());
}

TEST(ObjectId, IsOrderedAsItsDigitsAre) {
  EXPECT_LT(parse_id(std::string(40, '7')).value(), parse_id(std::string(40, '8')).value());
  EXPECT_LT(parse_id("7f" + std::string(38, 'f')).value(), parse_id("80" + std::string(38, '0')).value());
}

}  // namespace
}  // namespace cordon::git
