#include "inventory/npm/yarn_resolution.h"

#include <gtest/gtest.h>

namespace cordon::inventory::npm {
namespace {

TEST(YarnResolution, ReadsPatternsOfBothYarns) {
  struct Case {
    const char *text, *parent, *parent_range, *name, *range;
  };
  const Case cases[] = {
      {"a", "", "", "a", ""},
      {"@s/a", "", "", "@s/a", ""},
      {"**/a", "", "", "a", ""},
      {"**/@s/a", "", "", "@s/a", ""},
      {"p/a", "p", "", "a", ""},
      {"p/**/a", "p", "", "a", ""},
      {"@s/p/@s/a", "@s/p", "", "@s/a", ""},
      {"x/y/a", "y", "", "a", ""},
      {"a@^1.0.0", "", "", "a", "^1.0.0"},
      {"@s/a@npm:^1", "", "", "@s/a", "npm:^1"},
      {"p@npm:2.0.0/@s/a@1", "p", "npm:2.0.0", "@s/a", "1"},
      {"", "", "", "", ""},
      {"/", "", "", "", ""},
      {"**", "", "", "**", ""},
  };
  for (const Case& c : cases) {
    const ResolutionPattern pattern = parse_resolution_pattern(c.text);
    EXPECT_EQ(pattern.parent, c.parent) << c.text;
    EXPECT_EQ(pattern.parent_range, c.parent_range) << c.text;
    EXPECT_EQ(pattern.name, c.name) << c.text;
    EXPECT_EQ(pattern.range, c.range) << c.text;
  }
}

TEST(YarnResolution, KeepsTheOrderOfRulesForAName) {
  const std::vector<model::Override> overrides = {{"p/a", "1", {}}, {"b", "2", {}}, {"**/a", "3", {}}};
  const ResolutionRules rules(overrides);
  ASSERT_EQ(rules.for_name("a").size(), 2u);
  EXPECT_EQ(rules.for_name("a")[0].replacement, "1");
  EXPECT_EQ(rules.for_name("a")[1].replacement, "3");
  EXPECT_TRUE(rules.for_name("p").empty());
  EXPECT_TRUE(rules.complete());
}

TEST(YarnResolution, BoundsTheRulesForAName) {
  std::vector<model::Override> overrides;
  for (int i = 0; i < 101; ++i) overrides.push_back({"p" + std::to_string(i) + "/a", "1", {}});
  const ResolutionRules rules(overrides);
  EXPECT_EQ(rules.for_name("a").size(), 100u);
  EXPECT_FALSE(rules.complete());
}

}  // namespace
}  // namespace cordon::inventory::npm
