#include "change/rewrite/pnpm_lines.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

TEST(PnpmLines, ReadsSectionsEntriesAndMembers) {
  const TextLines lines(
      "lockfileVersion: '9.0'\n\npackages:\n\n  '@s/a@1.0.0':\n    resolution: {integrity: sha512-x}\n"
      "    deprecated: |-\n      one:\n\n      two\n    engines: {node: '>=6'}\n\n  b@1.0.0:\n    x: "
      "1\n\nsnapshots:\n\n"
      "  b@1.0.0: {}\n");
  const auto sections = pnpm_sections(lines, {});
  ASSERT_TRUE(sections);
  ASSERT_EQ(sections->size(), 3u);
  const PnpmSection& packages = sections->at(1);
  ASSERT_EQ(packages.entries.size(), 2u);
  EXPECT_EQ(packages.entries[0].key, "@s/a@1.0.0");
  EXPECT_EQ(packages.entries[0].last, 11u);
  const auto members = members_of(lines, packages.entries[0]);
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 3u);
  EXPECT_EQ(members->at(1).lines.size(), 4u);
}

TEST(PnpmLines, RefusesWhatPnpmDoesNotWrite) {
  const auto code = [](std::string_view text) { return pnpm_sections(TextLines(text), {}).error().code; };
  EXPECT_EQ(code("a: 1\n---\nb: 2\n"), ErrorCode::refused);
  EXPECT_EQ(code("packages:\n  ? long\n  : {}\n"), ErrorCode::refused);
  EXPECT_EQ(code("  a: 1\n"), ErrorCode::refused);
  EXPECT_EQ(code("{a: 1}\n"), ErrorCode::refused);
}

TEST(PnpmLines, QuotesWhereYamlNeedsIt) {
  for (const std::string_view plain : {"1.0.0", "^1.0.0", "~1.0.0", "a", "1.0.0(b@2.0.0)", "18 || >=20"})
    EXPECT_EQ(yaml_scalar(plain), plain);
  for (const std::string_view quoted : {"@s/a", ">=1", "*", "1.0", "1", "true", "", "a: b", "'a'", "x #y", "0x1"}) {
    const std::string raw = yaml_scalar(quoted);
    EXPECT_TRUE(raw.starts_with('\'')) << raw;
    EXPECT_EQ(unquoted(raw), quoted);
  }
}

TEST(PnpmLines, SplitsKeys) {
  const auto id = split_id("/@s/a@1.0.0(b@2.0.0(c@3.0.0))(d@1.0.0)");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->prefix, "/");
  EXPECT_EQ(id->name, "@s/a");
  EXPECT_EQ(id->version, "1.0.0");
  EXPECT_EQ(id->suffix, "(b@2.0.0(c@3.0.0))(d@1.0.0)");
  EXPECT_FALSE(split_id("a@https://codeload.example.test/x"));
  EXPECT_FALSE(split_id("a@file:../a"));
  EXPECT_FALSE(split_id("host.example.test/a@1.0.0"));
}

TEST(PnpmLines, TakesAnEntryOutWithItsBlankLine) {
  const std::string text = "packages:\n\n  a@1: {}\n\n  b@1: {}\n\nsnapshots:\n\n  a@1: {}\n";
  const auto without = [&](std::size_t section, std::size_t index) {
    TextLines lines(text);
    erase_entry(lines, pnpm_sections(lines, {})->at(section), index);
    return lines.text();
  };
  EXPECT_EQ(without(0, 0), "packages:\n\n  b@1: {}\n\nsnapshots:\n\n  a@1: {}\n");
  EXPECT_EQ(without(0, 1), "packages:\n\n  a@1: {}\n\nsnapshots:\n\n  a@1: {}\n");
  EXPECT_EQ(without(1, 0), "packages:\n\n  a@1: {}\n\n  b@1: {}\n");
}

}  // namespace
}  // namespace cordon::change
