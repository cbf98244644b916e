#include "network/ja3.h"

#include <gtest/gtest.h>

namespace cordon::network {
namespace {

// The two examples of the description of JA3.
TEST(Ja3, GivesTheDigestsOfItsDescription) {
  ClientHello hello;
  hello.legacy_version = 769;
  hello.ciphers = {47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4};
  hello.extensions = {0, 10, 11};
  hello.groups = {23, 24, 25};
  hello.point_formats = {0};
  EXPECT_EQ(ja3_text(hello), "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0");
  EXPECT_EQ(ja3(hello), "ada70206e40642a3e4461f35503241d5");
  ClientHello old;
  old.legacy_version = 769;
  old.ciphers = {4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99};
  EXPECT_EQ(ja3_text(old), "769,4-5-10-9-100-98-3-6-19-18-99,,,");
  EXPECT_EQ(ja3(old), "de350869b8c85de67a350c8d186f11e6");
}

TEST(Ja3, LeavesReservedValuesOut) {
  ClientHello hello;
  hello.legacy_version = 771;
  hello.ciphers = {0x0A0A, 4865};
  hello.extensions = {0x1A1A, 0, 0x2A2A};
  hello.groups = {0x3A3A, 29};
  EXPECT_EQ(ja3_text(hello), "771,4865,0,29,");
}

}  // namespace
}  // namespace cordon::network
