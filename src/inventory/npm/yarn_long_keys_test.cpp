#include "inventory/npm/yarn_long_keys.h"

#include <gtest/gtest.h>

#include "base/yaml.h"

namespace cordon::inventory::npm {
namespace {

std::string long_key() {
  std::string key = "a@npm:1.0.0";
  for (int i = 0; i < 200; ++i) key += ", a@npm:^1." + std::to_string(i) + ".0";
  return key;
}

TEST(YarnLongKeys, KeepsLinesAndOffsets) {
  const std::string original = "__metadata:\n  version: 4\n\n\"" + long_key() + "\":\n  version: 1.0.0\n";
  std::string text = original;
  const LongKeys keys = shorten_long_keys(text);
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys.at(4), long_key());
  EXPECT_EQ(text.size(), original.size());
  EXPECT_EQ(text.find("  version: 1.0.0"), original.find("  version: 1.0.0"));
}

TEST(YarnLongKeys, MakesReadableWhatYamlRefuses) {
  std::string text = "\"" + long_key() + "\":\r\n  version: 1.0.0\r\n";
  ASSERT_FALSE(yaml::parse(text));
  shorten_long_keys(text);
  const auto document = yaml::parse(text);
  ASSERT_TRUE(document) << document.error().describe();
  for (const Value::Member& member : document->root().members()) EXPECT_EQ(member.value["version"].text(), "1.0.0");
}

TEST(YarnLongKeys, DecodesEscapes) {
  std::string text = "\"\\u0041" + long_key() + "\\\\\":\n  version: 1\n";
  EXPECT_EQ(shorten_long_keys(text).at(1), "A" + long_key() + "\\");
}

TEST(YarnLongKeys, LeavesEverythingElseAlone) {
  const std::string long_text(2000, 'x');
  for (const std::string& original :
       {std::string(), std::string("\"a@npm:1\":\n  version: 1\n"), "# " + long_text + ":\n", long_text + ":\n",
        "\"" + long_text + "\": value\n", "\"" + long_text, "\"" + long_text + "\":x\n", "\"\\q" + long_text + "\":\n",
        "  \"" + long_text + "\":\n"}) {
    std::string text = original;
    EXPECT_TRUE(shorten_long_keys(text).empty()) << original.substr(0, 20);
    EXPECT_EQ(text, original);
  }
}

}  // namespace
}  // namespace cordon::inventory::npm
