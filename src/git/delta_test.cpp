#include "git/delta.h"

#include <gtest/gtest.h>

namespace cordon::git {
namespace {

using namespace std::string_literals;

ErrorCode code_of(std::string_view base, std::string_view delta, std::uint64_t most = 1 << 20) {
  const auto result = apply_delta(base, delta, most);
  return result ? ErrorCode::internal : result.error().code;
}

TEST(Delta, CopiesAndInserts) {
  // From a base of 11 bytes one of 13: copy 6 from 0, insert 4, copy 3 from 8.
  EXPECT_EQ(apply_delta("hello world", "\x0b\x0d\x90\x06\x04 new\x91\x08\x03"s, 100).value(), "hello  newrld");
  EXPECT_EQ(delta_sizes("\x0b\x0d"s).value().result, 13u);
  EXPECT_EQ(apply_delta("", "\x00\x00"s, 100).value(), "");
}

TEST(Delta, CopiesSixtyFourKilobytesWhereNoSizeIsWritten) {
  const std::string base(0x10000, 'x');
  EXPECT_EQ(apply_delta(base, "\x80\x80\x04\x80\x80\x04\x80"s, 1 << 20).value(), base);
}

TEST(Delta, NeverReadsBeyondItsBase) {
  EXPECT_EQ(code_of("hello", "\x05\x06\x90\x06"s), ErrorCode::syntax);
  EXPECT_EQ(code_of("hello", "\x05\x01\x91\x05\x01"s), ErrorCode::syntax);
  EXPECT_EQ(code_of("hello", "\x05\x05\x9f\xff\xff\xff\xff\x05"s), ErrorCode::syntax);
}

TEST(Delta, NeverGivesMoreOrLessThanItSays) {
  EXPECT_EQ(code_of("hello", "\x05\x04\x90\x05"s), ErrorCode::syntax);
  EXPECT_EQ(code_of("hello", "\x05\x06\x90\x05"s), ErrorCode::truncated);
  EXPECT_EQ(code_of("hello", "\x05\x7f\x90\x05"s, 126), ErrorCode::too_large);
}

TEST(Delta, IsForABaseOfOneSize) { EXPECT_EQ(code_of("hello", "\x06\x05\x90\x05"s), ErrorCode::syntax); }

TEST(Delta, RefusesWhatMeansNothingAndWhatBreaksOff) {
  EXPECT_EQ(code_of("hello", "\x05\x05\x00"s), ErrorCode::syntax);
  EXPECT_EQ(code_of("hello", "\x05\x05\x05hi"s), ErrorCode::truncated);
  EXPECT_EQ(code_of("hello", "\x05\x05\x91"s), ErrorCode::truncated);
  EXPECT_EQ(code_of("hello", "\x05"s), ErrorCode::truncated);
  EXPECT_EQ(code_of("hello", ""s), ErrorCode::truncated);
  EXPECT_EQ(code_of("hello", std::string(12, '\xff')), ErrorCode::syntax);
}

}  // namespace
}  // namespace cordon::git
