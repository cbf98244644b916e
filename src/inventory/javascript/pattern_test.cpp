#include "inventory/javascript/pattern.h"

#include <gtest/gtest.h>

namespace cordon::inventory::javascript {
namespace {

using Words = std::vector<std::string>;
constexpr std::uint64_t kWork = 1 << 20;

Words versions(const model::LibraryPattern& pattern, std::string_view text, Anchor anchor = Anchor::nowhere) {
  Work work(kWork);
  const Pattern made = Pattern::make(pattern, anchor).value();
  EXPECT_TRUE(made.check()) << made.check().error().describe();
  Words out;
  for (const Hit& hit : made.find(text, work)) out.push_back(hit.version);
  EXPECT_FALSE(work.spent_up());
  return out;
}

const std::string kVersion = R"(([0-9][0-9.a-z_\-]+))";

TEST(Pattern, EveryVersionInATextIsFoundOnce) {
  const model::LibraryPattern pear{"Pear v" + kVersion, ""};
  EXPECT_EQ(versions(pear, "Pear v1.2.3 Pear v1.2.3\nPear v2.0-rc.1; Pear v1.2.3"), (Words{"1.2.3", "2.0-rc.1"}));
  EXPECT_EQ(versions(pear, "Pear vX"), Words{});
  Work work(kWork);
  EXPECT_EQ(Pattern::make(pear, Anchor::nowhere)->find("abc Pear v1.0", work), (std::vector<Hit>{{"1.0", 4}}));
}

TEST(Pattern, EndingsOfFileNamesAndSentencesAreNoPartOfAVersion) {
  EXPECT_EQ(versions({"pear-" + kVersion + R"((\.min)?\.js)", ""}, "pear-1.2.3.min.js", Anchor::both_ends),
            Words{"1.2.3"});
  EXPECT_EQ(versions({"pear-" + kVersion + R"(\.js)", ""}, "xpear-1.2.3.js", Anchor::both_ends), Words{});
  EXPECT_EQ(versions({"Pear " + kVersion, ""}, "Pear 1.2.3. It is"), Words{"1.2.3"});
}

TEST(Pattern, AVersionMayBeMadeOfSeveralGroups) {
  EXPECT_EQ(versions({"major:([0-9]+),minor:([0-9]+)", "$1.$2"}, "major:4,minor:10"), Words{"4.10"});
  EXPECT_EQ(versions({"REVISION='([0-9]+)'", "0.$1.0"}, "REVISION='125'"), Words{"0.125.0"});
}

TEST(Pattern, ConditionsHoldOrTheNextMatchCounts) {
  const model::LibraryPattern same{R"re(=")re" + kVersion + R"re(",(.)\.fn=(\2)\.prototype)re", ""};
  EXPECT_EQ(versions(same, R"(="1.0",a.fn=b.prototype="2.0",c.fn=c.prototype)"), Words{"2.0"});
  const model::LibraryPattern gap{"'" + kVersion + R"('[^\n]{0,5000}Pear)", ""};
  EXPECT_EQ(versions(gap, "'1.0'" + std::string(5'000, ' ') + "Pear"), Words{"1.0"});
  EXPECT_EQ(versions(gap, "'1.0'" + std::string(5'001, ' ') + "Pear"), Words{});
  EXPECT_EQ(versions(gap, "'1.0'" + std::string(90'000, ' ') + "'2.0'" + std::string(4'000, ' ') + "Pear '3.0' Pear"),
            (Words{"2.0", "3.0"}));
  const model::LibraryPattern before{"=\"" + kVersion + R"re((?<=[0-9]\.[0-9]\.[0-9])"pear)re", ""};
  EXPECT_EQ(versions(before, "=\"1.2\"pear=\"1.2.3\"pear"), Words{"1.2.3"});
}

TEST(Pattern, WhatALongTextMayCostIsBounded) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "=\"1.0\",a.fn=b.prototype";
  Work work(10 * text.size());
  const Pattern made =
      Pattern::make({R"re(=")re" + kVersion + R"re(",(.)\.fn=(\2)\.prototype)re", ""}, Anchor::nowhere).value();
  EXPECT_TRUE(made.find(text, work).empty());
  EXPECT_TRUE(work.spent_up());
}

TEST(Pattern, WhatHidesARealVersionIsNotPassedOver) {
  const Pattern pear = Pattern::make({"Pear v" + kVersion, ""}, Anchor::nowhere).value();
  std::string decoys;
  for (int i = 0; i < 100; ++i) decoys += "Pear v9." + std::to_string(i) + ".0\n";
  const auto gives_up = [&](const std::string& text) {
    Work work(kWork);
    (void)pear.find(text, work);
    return work.spent_up();
  };
  EXPECT_FALSE(gives_up(decoys));
  EXPECT_TRUE(gives_up(decoys + "Pear v1.0.0"));
  EXPECT_TRUE(gives_up("Pear v1.7.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0"));
  EXPECT_TRUE(gives_up("Pear v1." + std::string(200, '0')));
  Work work(kWork);
  EXPECT_TRUE(Pattern::make({"v([a-z]+)", "$1"}, Anchor::nowhere)->find("vabc", work).empty());
  EXPECT_TRUE(work.spent_up());
}

TEST(Pattern, ALongTextIsNotHeldAgainstALongExpression) {
  const Pattern large = Pattern::make({"pear([0-9]+).{900}.{900}.{900}fig", ""}, Anchor::nowhere).value();
  EXPECT_GT(large.instructions(), 2'700u);
  Work little(kWork), much(kWork);
  (void)large.find("pear1", little);
  EXPECT_FALSE(little.spent_up());
  (void)large.find(std::string(8 << 20, 'x'), much);
  EXPECT_TRUE(much.spent_up());
  EXPECT_EQ(Pattern::make({"pear([0-9]+)" + std::string(7'000, 'x'), ""}, Anchor::nowhere)->check().error().code,
            ErrorCode::too_large);
}

TEST(Pattern, WhatRe2RefusesIsAnError) {
  EXPECT_EQ(Pattern::make({"pear", ""}, Anchor::nowhere)->check().error().code, ErrorCode::syntax);  // no version
  EXPECT_EQ(Pattern::make({"[z-a](x)", ""}, Anchor::nowhere)->check().error().code, ErrorCode::syntax);
  EXPECT_EQ(Pattern::make({"(?!a)(x)", ""}, Anchor::nowhere).error().code, ErrorCode::unsupported_format);
}

}  // namespace
}  // namespace cordon::inventory::javascript
