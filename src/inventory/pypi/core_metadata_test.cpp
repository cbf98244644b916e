#include "inventory/pypi/core_metadata.h"

#include <gtest/gtest.h>

namespace cordon::inventory::pypi {
namespace {

TEST(CoreMetadata, HeadersAreReadUpToTheDescription) {
  const auto read = parse_core_metadata(
      "Metadata-Version: 2.4\r\nName: Foo_Bar\r\nversion: 1.0\r\nLicense: text\r\n that goes on\r\nLicense-Expression: "
      "MIT\r\n"
      "Requires-Dist: a>=1; extra == 'x'\r\nRequires-Dist: b\r\n\r\nName: other\r\nRequires-Dist: c\r\n",
      {});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "Foo_Bar");
  EXPECT_EQ(read->line, 2u);
  EXPECT_EQ(read->version, "1.0");
  EXPECT_EQ(read->licence, "MIT");
  EXPECT_EQ(read->requires_dist, (std::vector<std::string>{"a>=1; extra == 'x'", "b"}));
  EXPECT_EQ(read->requires_lines, (std::vector<std::uint32_t>{7, 8}));
}

TEST(CoreMetadata, ALicenceIsOneShortLine) {
  EXPECT_EQ(parse_core_metadata("Name: a\nLicense: MIT\n", {})->licence, "MIT");
  for (const char* text : {"Name: a\nLicense: UNKNOWN\n", "Name: a\nLicense: Copyright\n  and more\n", "Name: a\n"})
    EXPECT_EQ(parse_core_metadata(text, {})->licence, "") << text;
  EXPECT_EQ(parse_core_metadata("Name: a\nLicense: " + std::string(101, 'x') + "\n", {})->licence, "");
}

TEST(CoreMetadata, ATextWithoutANameIsNone) {
  EXPECT_EQ(parse_core_metadata("", {}).error().code, ErrorCode::missing_field);
  EXPECT_EQ(parse_core_metadata("\nName: a\n", {}).error().code, ErrorCode::missing_field);
  Limits limits;
  limits.bytes = 2;
  EXPECT_EQ(parse_core_metadata("Name: a", limits).error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace cordon::inventory::pypi
