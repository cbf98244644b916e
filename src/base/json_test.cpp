#include "base/json.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace cordon::json {
namespace {

Options with_comments() {
  Options options;
  options.comments = true;
  return options;
}

Document read(std::string text, const Options& options = {}) {
  auto parsed = parse(std::move(text), options);
  EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().describe());
  return parsed ? std::move(*parsed) : Document();
}

ErrorCode code_of(std::string text, const Options& options = {}) {
  const auto parsed = parse(std::move(text), options);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? ErrorCode::internal : parsed.error().code;
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Json, GivesEveryTokenItsOffsetAndLine) {
  const std::string text = "{\n  \"a\": [1, \"\u00e9\",\n    {\"b\": null}],\r\n\t\"c\": true\n}";
  const Document document = read(text);
  EXPECT_EQ(document.root().offset(), 0u);
  EXPECT_EQ(document.root()["a"].at(1).offset(), text.find("\"\u00e9"));
  EXPECT_EQ(document.root()["a"].at(2)["b"].offset(), text.find("null"));
  EXPECT_EQ(document.root()["a"].at(2)["b"].line(), 3u);
  EXPECT_EQ(document.root()["c"].line(), 4u);
  for (const auto& member : document.root().members())
    EXPECT_EQ(member.name.offset(), text.find("\"" + std::string(member.key)));
}

TEST(Json, CountsLinesInsideCommentsToo) {
  const Document document = read("/* one\ntwo\n*/ // three\n\n[1, /*\n*/ 2]", with_comments());
  EXPECT_EQ(document.root().line(), 5u);
  EXPECT_EQ(document.root().at(1).line(), 6u);
}

TEST(Json, KeepsNumbersAsWritten) {
  const Document document = read("[1.10, 123456789012345678901234567890, -0, 1E400, 0.1e+2]");
  std::string numbers;
  for (const Value number : document.root().elements()) numbers += std::string(number.text()) + " ";
  EXPECT_EQ(numbers, "1.10 123456789012345678901234567890 -0 1E400 0.1e+2 ");
}

TEST(Json, DecodesEscapes) {
  EXPECT_EQ(read(R"(["\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83d\udce6"])").root().at(0).text(),
            "\"\\/\b\f\n\r\t\u00e9\u20ac\U0001F4E6");
  EXPECT_EQ(read(R"(["a\u0000b"])").root().at(0).text(), std::string_view("a\0b", 3));
}

TEST(Json, TurnsLoneSurrogatesIntoTheReplacementCharacter) {
  EXPECT_EQ(read(R"(["\ud800"])").root().at(0).text(), "\uFFFD");
  EXPECT_EQ(read(R"(["\udc00x"])").root().at(0).text(), "\uFFFDx");
  EXPECT_EQ(read(R"(["\ud800\u0041"])").root().at(0).text(),
            "\uFFFD"
            "A");
  EXPECT_EQ(read(R"(["\ud800\ud800\udc00"])").root().at(0).text(), "\uFFFD\U00010000");
}

// Strings are scanned eight bytes at a time: what ends the scan must be found at every place of a word.
TEST(Json, FindsSpecialBytesAtEveryPlaceOfAString) {
  for (std::size_t before = 0; before < 20; ++before) {
    for (std::size_t after = 0; after < 20; after += 3) {
      const std::string head(before, 'a'), tail(after, '!');
      EXPECT_EQ(read("[\"" + head + "\\\"" + tail + "\"]").root().at(0).text(), head + "\"" + tail);
      EXPECT_EQ(read("[\"" + head + "\u00e9" + tail + "\"]").root().at(0).text(), head + "\u00e9" + tail);
      EXPECT_EQ(read("[\"" + head + "\x7F" + tail + "\"]").root().at(0).text(), head + "\x7F" + tail);
      EXPECT_EQ(code_of("[\"" + head + "\x1F" + tail + "\"]"), ErrorCode::syntax);
      EXPECT_EQ(code_of("[\"" + head + "\n" + tail + "\"]"), ErrorCode::syntax);
      EXPECT_EQ(code_of("[\"" + head + "\xC0" + tail + "\"]"), ErrorCode::invalid_utf8);
      EXPECT_EQ(
          read("[" + std::string(before, ' ') + "\"" + head + "\"" + std::string(after, ' ') + "]").root().at(0).text(),
          head);
    }
  }
}

TEST(Json, AcceptsAByteOrderMarkOnlyAtTheStart) {
  EXPECT_TRUE(read("\xEF\xBB\xBF{\"a\": 1}").had_byte_order_mark());
  EXPECT_EQ(read("\xEF\xBB\xBF[1]").root().offset(), 3u);
  EXPECT_EQ(code_of("[\xEF\xBB\xBF"
                    "1]"),
            ErrorCode::syntax);
  EXPECT_FALSE(read("{}").had_byte_order_mark());
}

TEST(Json, SaysWhereAnErrorStands) {
  const Error error = parse("{\n  \"a\": 1,\n  \"b\" 2\n}").error();
  EXPECT_EQ(error.code, ErrorCode::syntax);
  EXPECT_EQ(error.line, 3u);
  EXPECT_EQ(error.column, 7u);
}

TEST(Json, RefusesWhatOnlyOtherReadersAccept) {
  for (const char* text : {"{a: 1}",      "{'a': 1}",
                           "[1,]",        "{\"a\":1,}",
                           "[01]",        "[1.]",
                           "[.5]",        "[+1]",
                           "[NaN]",       "[Infinity]",
                           "[0x1]",       "[1] 2",
                           "[\"\\x41\"]", "[\"\\u12g4\"]",
                           "// c\n[]",    "[TRUE]",
                           "[1 2]",       "{\"a\" 1}",
                           "[-]",         "{\"a\":1 \"b\":2}",
                           "[\"a\tb\"]",  "]",
                           "[}",          "{]",
                           "\f[]"})
    EXPECT_EQ(code_of(text), ErrorCode::syntax) << text;
}

TEST(Json, ReadsCommentsAndTrailingCommasWhereAsked) {
  const Document document =
      read("// head\n{ /* a */ \"a\": [1, 2, /* x */], // tail\n \"b\": {\"c\": 1,},\n}\n// end", with_comments());
  EXPECT_EQ(document.root()["a"].size(), 2u);
  EXPECT_EQ(document.root()["b"]["c"].integer(), 1);
  EXPECT_EQ(read("[\"// no /* comment\"]", with_comments()).root().at(0).text(), "// no /* comment");
  EXPECT_EQ(code_of("[,]", with_comments()), ErrorCode::syntax);
  EXPECT_EQ(code_of("[1,,]", with_comments()), ErrorCode::syntax);
  EXPECT_EQ(code_of("{,}", with_comments()), ErrorCode::syntax);
  EXPECT_EQ(code_of("[1] /* open", with_comments()), ErrorCode::truncated);
  EXPECT_EQ(code_of("[1, / 2]", with_comments()), ErrorCode::syntax);
}

TEST(Json, EveryPrefixOfATextIsTruncated) {
  const std::string text = R"({"a": [1.5e+3, -2, true, false, null, "x\n\u00e9\ud83d\udce6 )"
                           "\u00e9\u20ac\U0001F4E6"
                           R"("], "b": {"c": {}}, "d": [[]]})";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(code_of(text.substr(0, size)), ErrorCode::truncated) << text.substr(0, size);
  EXPECT_TRUE(parse(text).has_value());
}

TEST(Json, BoundsDepthEntriesStringsAndBytes) {
  EXPECT_EQ(code_of(repeat("[", 201)), ErrorCode::too_deep);
  EXPECT_TRUE(parse(repeat("[", 200) + repeat("]", 200)).has_value());
  EXPECT_EQ(code_of(repeat("{\"a\":", 5'000'000)), ErrorCode::too_deep);
  Options options;
  options.limits.entries = 5;
  EXPECT_TRUE(parse("[1,2,3,4]", options).has_value());
  EXPECT_EQ(code_of("[1,2,3,4,5]", options), ErrorCode::too_many);
  EXPECT_EQ(code_of("{\"a\":1,\"b\":2,\"c\":3}", options), ErrorCode::too_many);
  options.limits.string_bytes = 4;
  EXPECT_EQ(code_of("[\"12345\"]", options), ErrorCode::too_large);
  EXPECT_EQ(code_of("{\"12345\":1}", options), ErrorCode::too_large);
  EXPECT_EQ(code_of("[\"\\n\\n\\n\\n\\n\"]", options), ErrorCode::too_large);
  options.limits.bytes = 3;
  EXPECT_EQ(code_of("[12]", options), ErrorCode::too_large);
}

TEST(Json, RefusesTextThatIsNoUtf8) {
  EXPECT_EQ(code_of(std::string("\xFF\xFE[\0]\0", 6)), ErrorCode::unsupported_encoding);
  EXPECT_EQ(code_of(std::string("[\0]\0", 4)), ErrorCode::unsupported_encoding);
  EXPECT_EQ(code_of("[\"\xED\xA0\x80\"]"), ErrorCode::invalid_utf8);
  EXPECT_EQ(code_of("[\"a\xFF\"]"), ErrorCode::invalid_utf8);
}

// JSONTestSuite: y_ must be accepted, n_ refused, i_ survived.
TEST(Json, AgreesWithTheSuiteOfParsingTests) {
  const char* data = std::getenv("CORDON_SHARED_DATA");
  if (data == nullptr || *data == 0) GTEST_SKIP() << "CORDON_SHARED_DATA is not set: no JSON suite";
  std::size_t accepted = 0, refused = 0, survived = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(data) + "/json-suite/test_parsing")) {
    const std::string name = entry.path().filename().string();
    std::ifstream file(entry.path(), std::ios::binary);
    const auto parsed = parse(std::string(std::istreambuf_iterator<char>(file), {}));
    if (name.starts_with("y_")) {
      ++accepted;
      EXPECT_TRUE(parsed.has_value()) << name << ": " << parsed.error().describe();
    } else if (name.starts_with("n_")) {
      ++refused;
      EXPECT_FALSE(parsed.has_value()) << name;
    } else {
      ++survived;
    }
    if (!parsed) EXPECT_NE(parsed.error().line, 0u) << name;
  }
  EXPECT_EQ(accepted + refused + survived, 318u);
}

}  // namespace
}  // namespace cordon::json
