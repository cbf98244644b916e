#include "base/yaml.h"

#include <gtest/gtest.h>

namespace cordon::yaml {
namespace {

Document read(const std::string& text) {
  auto parsed = parse(text);
  EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().describe());
  return parsed ? std::move(*parsed) : Document();
}

Error error_of(const std::string& text, const Limits& limits = {}) {
  const auto parsed = parse_all(text, limits);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? Error{} : parsed.error();
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Yaml, ReadsBlockAndFlowStyles) {
  const Document document =
      read("a:\n  - x\n  - {b: 'y', c: [1, \"z\"]}\nd: |\n  two\n  lines\ne: >-\n  folded\n  text\n");
  EXPECT_EQ(document.root()["a"].at(0).text(), "x");
  EXPECT_EQ(document.root()["a"].at(1)["c"].at(1).text(), "z");
  EXPECT_EQ(document.root()["d"].text(), "two\nlines\n");
  EXPECT_EQ(document.root()["e"].text(), "folded text");
}

TEST(Yaml, KeepsVersionsThatLookLikeNumbers) {
  const Document document = read("a: 1.10\nb: 0123\nc: 2026-03-31\nd: 1e3\n5.4: x\n");
  EXPECT_EQ(document.root()["a"].string(), "1.10");
  EXPECT_EQ(document.root()["b"].string(), "0123");
  EXPECT_EQ(document.root()["c"].string(), "2026-03-31");
  EXPECT_EQ(document.root()["d"].string(), "1e3");
  EXPECT_EQ(document.root()["5.4"].text(), "x");
}

TEST(Yaml, GivesByteOffsetsAndLinesWhateverStandsBefore) {
  const std::string text = "\u00e9: '\u20ac' # \U0001F4E6\nb: {\u00e9: 1, c: 2}\r\nd:\n  - e\n";
  const Document document = read(text);
  EXPECT_EQ(document.root()["\u00e9"].offset(), text.find("'\u20ac"));
  EXPECT_EQ(document.root()["b"]["c"].offset(), text.find("2}"));
  EXPECT_EQ(document.root()["d"].at(0).offset(), text.find("e\n"));
  EXPECT_EQ(document.root()["d"].at(0).line(), 4u);
}

TEST(Yaml, CountsAByteOrderMarkInOffsets) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a: 1\nb: 2\n";
  const Document document = read(text);
  EXPECT_TRUE(document.had_byte_order_mark());
  EXPECT_EQ(document.root()["a"].offset(), text.find('1'));
  EXPECT_EQ(document.root()["b"].offset(), text.find('2'));
  EXPECT_EQ(document.root()["b"].line(), 2u);
  EXPECT_EQ(error_of("\xEF\xBB\xBF"
                     "a: b: c\n")
                .column,
            8u);
}

// libyaml ends lines at NEL, LS and PS; a file must not shift its findings to other lines that way.
TEST(Yaml, CountsOnlyNewlinesAsLines) {
  const Document document = read("a: \"x\u0085\u2028\u2029y\"\nb: 2\n");
  EXPECT_EQ(document.root()["b"].line(), 2u);
}

TEST(Yaml, KeepsTheLastDuplicateKeyAndListsTheOther) {
  const Document document = read("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(document.root()["a"].integer(), 3);
  ASSERT_EQ(document.duplicates().size(), 1u);
  EXPECT_EQ(document.duplicates()[0].first_line, 1u);
  EXPECT_EQ(document.duplicates()[0].last_line, 3u);
}

TEST(Yaml, ReadsEveryDocumentOfAStream) {
  const auto documents = parse_all("a: 1\n---\nb: 2\n...\n---\n- c\n").value();
  ASSERT_EQ(documents.size(), 3u);
  EXPECT_EQ(documents[1].root()["b"].line(), 3u);
  EXPECT_EQ(documents[2].root().at(0).text(), "c");
  EXPECT_EQ(parse("a: 1\n---\nb: 2\n").error().code, ErrorCode::too_many);
  EXPECT_EQ(error_of(repeat("--- x\n", 17)).code, ErrorCode::too_many);
  EXPECT_EQ(error_of(repeat("--- x\n", 17)).line, 17u);
}

TEST(Yaml, AnEmptyStreamIsOneDocumentWithoutARoot) {
  EXPECT_FALSE(read("").root().exists());
  EXPECT_FALSE(read("# only a comment\n").root().exists());
}

TEST(Yaml, ExpandsAliasesAsCopies) {
  const Document document = read("a: &x {k: [1, 2]}\nb: *x\nc: &s text\n*s : value\n");
  EXPECT_EQ(document.root()["b"]["k"].at(1).integer(), 2);
  EXPECT_EQ(document.root()["b"]["k"].line(), 1u);
  EXPECT_EQ(document.root()["text"].text(), "value");
}

TEST(Yaml, AnAliasOfAKeyIsAFullValue) {
  const Document document = read("&k 12: 1\n12: *k\n");
  EXPECT_EQ(document.root()["12"].text(), "12");
  EXPECT_EQ(document.root().size(), 1u);
}

TEST(Yaml, StopsAliasBombs) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string before = std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeat("*a" + before + ", ", 8) + "*a" +
            before + "]\n";
  }
  Limits limits;
  limits.entries = 100'000;
  EXPECT_EQ(error_of(bomb, limits).code, ErrorCode::too_many);
  EXPECT_EQ(error_of("a: &a x\nb: [" + repeat("*a, ", 1001) + "]").code, ErrorCode::too_many);
  std::string tower = "a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n";
  for (int i = 1; i < 30; ++i)
    tower +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [[[[[[[[[*a" + std::to_string(i - 1) + "]]]]]]]]]\n";
  EXPECT_EQ(error_of(tower).code, ErrorCode::too_deep);
}

TEST(Yaml, RefusesAliasesThatMeanNothing) {
  EXPECT_EQ(error_of("a: *missing\n").code, ErrorCode::syntax);
  EXPECT_EQ(error_of("a: &a [1, *a]\n").code, ErrorCode::syntax);
  EXPECT_EQ(error_of("a: &a {b: *a}\n").code, ErrorCode::syntax);
  EXPECT_EQ(error_of("--- &a x\n--- *a\n").code, ErrorCode::syntax);  // anchors end with their document
}

TEST(Yaml, RefusesKeysThatAreNoScalars) {
  EXPECT_EQ(error_of("? [a, b]\n: c\n").code, ErrorCode::wrong_type);
  EXPECT_EQ(error_of("{a: 1}: b\n").code, ErrorCode::wrong_type);
  EXPECT_EQ(error_of("x: &l [1]\n*l : y\n").code, ErrorCode::wrong_type);
  EXPECT_EQ(read("? a\n: b\n").root()["a"].text(), "b");
}

TEST(Yaml, IgnoresTagsAndLeavesMergeKeysAlone) {
  EXPECT_EQ(read("a: !!str 12\nb: !custom {c: 1}\n").root()["a"].text(), "12");
  const Document document = read("base: &b {x: 1}\nd:\n  <<: *b\n  y: 2\n");
  EXPECT_FALSE(document.root()["d"]["x"].exists());
  EXPECT_EQ(document.root()["d"]["<<"]["x"].integer(), 1);
}

TEST(Yaml, SaysWhereAnErrorStands) {
  const Error tab = error_of("a:\n\t- b\n");
  EXPECT_EQ(tab.code, ErrorCode::syntax);
  EXPECT_EQ(tab.line, 2u);
  EXPECT_EQ(tab.column, 1u);
  EXPECT_EQ(error_of("a: 'x\nb: 2\n").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("a: [1, 2\n").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("a: b: c\nd: e\n").line, 1u);
  const Error utf8 = error_of("a: b\nc: \xFF\n");
  EXPECT_EQ(utf8.code, ErrorCode::invalid_utf8);
  EXPECT_EQ(utf8.line, 2u);
  EXPECT_EQ(utf8.column, 4u);
  const Error control = error_of("a: b\nc: \"\x01\"\n");
  EXPECT_EQ(control.code, ErrorCode::syntax);
  EXPECT_EQ(control.line, 2u);
  EXPECT_EQ(error_of(std::string("a\0:\0", 4)).code, ErrorCode::unsupported_encoding);
}

TEST(Yaml, BoundsDepthEntriesStringsAndBytes) {
  EXPECT_EQ(error_of(repeat("[", 1'000'000)).code, ErrorCode::too_deep);
  EXPECT_EQ(error_of(repeat("- ", 1'000'000)).code, ErrorCode::too_deep);
  EXPECT_EQ(error_of(repeat("{a: ", 1'000'000)).code, ErrorCode::too_deep);
  EXPECT_TRUE(parse(repeat("[", 200) + repeat("]", 200)).has_value());
  EXPECT_EQ(error_of(repeat("%TAG !a! b\n", 1'000)).code, ErrorCode::too_many);
  Limits limits;
  limits.entries = 4;
  EXPECT_EQ(error_of("[a, b, c, d]", limits).code, ErrorCode::too_many);
  limits.string_bytes = 3;
  EXPECT_EQ(error_of("long", limits).code, ErrorCode::too_large);
  limits.bytes = 3;
  EXPECT_EQ(error_of("[a, b]", limits).code, ErrorCode::too_large);
}

TEST(Yaml, PlacesStayLinearOnOneHugeLine) {
  std::string text = "[";
  for (int i = 0; i < 100'000; ++i) text += "\"\u00e9\",";
  const Document document = read(text + "1]");
  EXPECT_EQ(document.root().at(99'999).offset(), 1u + 5u * 99'999);
}

TEST(Yaml, SurvivesATextCutAtEveryByte) {
  const std::string text =
      "a: &x ['\u00e9', \"b\\u00e9\", {c: !t d}]\n? e\n: |+\n  f\n\ng: *x\n--- \n- - h\n  - >-\n    i\n...\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto parsed = parse_all(text.substr(0, size));
    if (!parsed) EXPECT_NE(parsed.error().line, 0u) << size;
  }
  EXPECT_EQ(parse_all(text).value().size(), 2u);
}

}  // namespace
}  // namespace cordon::yaml
