#include "base/document.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/yaml.h"

namespace cordon {
namespace {

Document read(std::string text) { return json::parse(std::move(text)).value(); }

TEST(Document, AnswersNothingForWhatIsNotThere) {
  const Document document = read(R"({"a": {"b": 1}})");
  const Value missing = document.root()["x"]["y"].at(3)["z"];
  EXPECT_FALSE(missing.exists());
  EXPECT_EQ(missing.text(), "");
  EXPECT_EQ(missing.line(), 0u);
  EXPECT_EQ(missing.size(), 0u);
  EXPECT_FALSE(missing.string().has_value());
  for ([[maybe_unused]] const auto& member : missing.members()) ADD_FAILURE();
  for ([[maybe_unused]] const Value element : document.root().elements()) ADD_FAILURE();
  EXPECT_FALSE(document.root()["a"]["b"]["c"].exists());
  EXPECT_FALSE(Document().root().exists());
}

TEST(Document, KeepsTheLastDuplicateKeyAndListsTheOthers) {
  const Document document = read("{\"a\": 1,\n\"b\": 2,\n\"a\": 3,\n\"a\": 4}");
  EXPECT_EQ(document.root()["a"].integer(), 4);
  EXPECT_EQ(document.root().size(), 2u);
  ASSERT_EQ(document.duplicates().size(), 2u);
  EXPECT_EQ(document.duplicates()[0].key, "a");
  EXPECT_EQ(document.duplicates()[0].first_line, 1u);
  EXPECT_EQ(document.duplicates()[0].last_line, 3u);
  EXPECT_EQ(document.duplicates()[1].first_line, 3u);
  EXPECT_EQ(document.duplicates()[1].last_line, 4u);
  std::string shadowed;
  for (const auto& member : document.root().all_members()) shadowed += member.shadowed ? '1' : '0';
  EXPECT_EQ(shadowed, "1010");
}

// Objects above a dozen members are searched otherwise than small ones: both must find the same.
TEST(Document, FindsDuplicatesInObjectsOfEverySize) {
  for (std::size_t members = 2; members < 40; ++members) {
    for (std::size_t first = 0; first + 1 < members; first += 3) {
      std::string text = "{";
      for (std::size_t i = 0; i < members; ++i)
        text += "\n\"key" + std::to_string(i + 1 == members ? first : i) + "\": " + std::to_string(i) +
                (i + 1 < members ? "," : "}");
      const Document document = read(text);
      ASSERT_EQ(document.duplicates().size(), 1u) << members << " " << first;
      EXPECT_EQ(document.duplicates()[0].first_line, first + 2);
      EXPECT_EQ(document.duplicates()[0].last_line, members + 1);
      EXPECT_EQ(document.root()["key" + std::to_string(first)].integer(), static_cast<std::int64_t>(members - 1));
      EXPECT_EQ(document.root().size(), members - 1);
    }
  }
}

TEST(Document, ListsManyDuplicatesInTheOrderOfTheText) {
  std::string text = "{";
  for (int i = 0; i < 3000; ++i) text += "\"k" + std::to_string(i % 1000) + "\":" + std::to_string(i) + ",\n";
  const Document document = read(text + "\"\":0,\"\":1}");
  ASSERT_EQ(document.duplicates().size(), 2001u);
  for (std::size_t i = 1; i < document.duplicates().size(); ++i)
    EXPECT_LT(document.duplicates()[i - 1].last_line, document.duplicates()[i].last_line + 1);
  EXPECT_EQ(document.duplicates().front().last_line, 1001u);
  EXPECT_EQ(document.duplicates().back().key, "");
  EXPECT_EQ(document.root()["k7"].integer(), 2007);
}

TEST(Document, EscapedAndPlainSpellingsOfAKeyAreTheSameKey) {
  const Document document = read(R"({"name": 1, "n\u0061me": 2})");
  EXPECT_EQ(document.duplicates().size(), 1u);
  EXPECT_EQ(document.root()["name"].integer(), 2);
}

TEST(Document, WalksNestedValuesInOrder) {
  const Document document = read(R"({"a": [1, {"b": []}, "c"], "d": null})");
  std::string walked;
  for (const Value element : document.root()["a"].elements())
    walked += element.is_object() ? "{}" : std::string(element.text());
  EXPECT_EQ(walked, "1{}c");
  EXPECT_EQ(document.root()["a"].at(2).text(), "c");
  EXPECT_FALSE(document.root()["a"].at(3).exists());
  EXPECT_TRUE(document.root()["d"].is_null());
}

TEST(Document, GivesLinesForAllLineEnds) {
  const Document document = read("{\r\n\"a\":\n\n1,\r\"b\": 2}");
  EXPECT_EQ(document.root()["a"].line(), 4u);
  EXPECT_EQ(document.root()["b"].line(), 4u);  // a lone CR ends no line, as in editors and git
}

TEST(Document, MovingItKeepsItsTextInPlace) {
  Document first = read(R"({"short": "v", "escaped": "a\tb"})");
  const Document second = std::move(first);
  EXPECT_EQ(second.root()["short"].text(), "v");
  EXPECT_EQ(second.root()["escaped"].text(), "a\tb");
}

TEST(Document, GivesPlainYamlScalarsTheKindsOfTheCoreSchema) {
  const auto kind = [](std::string_view scalar) {
    return yaml::parse("k: " + std::string(scalar) + "\n").value().root()["k"].kind();
  };
  for (const char* number :
       {"0", "-1", "+12", "1.10", ".5", "5.", "1e3", "-1.5E-7", "0x1F", "0o17", ".inf", "-.INF", ".nan", "1e999"})
    EXPECT_EQ(kind(number), ValueKind::number) << number;
  for (const char* string : {"1.2.3", "0x", "0xg", "0o8", ".", "-x", "+.", "1e", "1e+", "inf", "nan", "-inf", "12a",
                             "yes", "0b1", "2026-03-31", "tRue", "1_000"})
    EXPECT_EQ(kind(string), ValueKind::string) << string;
  for (const char* null : {"", "~", "null", "Null", "NULL"}) EXPECT_EQ(kind(null), ValueKind::null) << null;
  for (const char* boolean : {"true", "True", "FALSE"}) EXPECT_EQ(kind(boolean), ValueKind::boolean) << boolean;
  for (const char* quoted : {"'1'", "\"true\"", "'null'", "''"}) EXPECT_EQ(kind(quoted), ValueKind::string) << quoted;
}

TEST(Document, ReadsIntegersExactlyOrNotAtAll) {
  const Document document = read("[9223372036854775807, -9223372036854775808, 9223372036854775808, 1.0, \"5\", -0]");
  EXPECT_EQ(document.root().at(0).integer(), INT64_MAX);
  EXPECT_EQ(document.root().at(1).integer(), INT64_MIN);
  EXPECT_FALSE(document.root().at(2).integer().has_value());
  EXPECT_EQ(document.root().at(2).text(), "9223372036854775808");
  EXPECT_FALSE(document.root().at(3).integer().has_value());
  EXPECT_FALSE(document.root().at(4).integer().has_value());
  EXPECT_EQ(document.root().at(5).integer(), 0);
}

}  // namespace
}  // namespace cordon
