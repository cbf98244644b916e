#include "model/cargo_version.h"

#include <gtest/gtest.h>

namespace cordon::model::cargo {
namespace {

ErrorCode code(std::string_view text) {
  const auto version = parse_version(text);
  return version ? ErrorCode::internal : version.error().code;
}

VersionKey key(std::string_view text) {
  VersionKey out;
  put_key(out, parse_version(text).value());
  return out;
}

TEST(CargoVersion, ReadsAllItsParts) {
  const Version version = parse_version("1.22.333-beta.4+build.007").value();
  EXPECT_EQ(version.major, 1u);
  EXPECT_EQ(version.minor, 22u);
  EXPECT_EQ(version.patch, 333u);
  EXPECT_EQ(version.prerelease, "beta.4");
  EXPECT_EQ(version.build, "build.007");
}

TEST(CargoVersion, RefusesWhatCargoRefuses) {
  for (const char* text : {"", "1", "1.2", "v1.2.3", " 1.2.3", "1.2.3 ", "01.2.3", "1.2.3-01", "1.2.3-", "1.2.3+",
                           "1.2.3.4", "1.2.x", "1.2.3-a..b", "a.b.c"})
    EXPECT_EQ(code(text), ErrorCode::syntax) << text;
}

TEST(CargoVersion, NumbersAre64BitsWide) {
  EXPECT_EQ(parse_version("18446744073709551615.0.0")->major, 18'446'744'073'709'551'615u);
  EXPECT_EQ(code("18446744073709551616.0.0"), ErrorCode::invalid_value);
}

TEST(CargoVersion, BuildMetadataHasNoPlaceInTheOrder) {
  EXPECT_EQ(key("111.25.0+1.1.1t"), key("111.25.0"));
  EXPECT_LT(key("111.25.0-alpha+1.1.1t"), key("111.25.0"));
}

}  // namespace
}  // namespace cordon::model::cargo
