#include <gtest/gtest.h>

#include "base/toml.h"

namespace cordon::toml {
namespace {

Document read(std::string text) {
  auto parsed = parse(std::move(text));
  EXPECT_TRUE(parsed.has_value()) << (parsed ? "" : parsed.error().describe());
  return parsed ? std::move(*parsed) : Document();
}

Error error_of(std::string text, const Limits& limits = {}) {
  auto parsed = parse(std::move(text), limits);
  EXPECT_FALSE(parsed.has_value());
  return parsed ? Error{} : parsed.error();
}

TEST(Toml, ReadsTablesInTheOrderOfTheFile) {
  const Document document = read("z = 1\n[b]\ny = 'two'\nx = true\n[a.c]\nk = 1.10\n");
  std::vector<std::string> keys;
  for (const auto& member : document.root().members()) keys.emplace_back(member.key);
  EXPECT_EQ(keys, (std::vector<std::string>{"z", "b", "a"}));
  EXPECT_EQ(document.root()["b"]["y"].string(), "two");
  EXPECT_TRUE(document.root()["b"]["x"].is_true());
  EXPECT_EQ(document.root()["a"]["c"]["k"].text(), "1.10");
  EXPECT_EQ(document.root()["a"]["c"]["k"].line(), 6u);
}

TEST(Toml, GivesEveryValueItsByteOffset) {
  const std::string text = "\"\u00e9\u20ac\" = \"\u00fc\" # \u00e9\nnext = { a = '\u00e9', b = 2 }\n";
  const Document document = read(text);
  EXPECT_EQ(document.root()["\u00e9\u20ac"].offset(), text.find("\"\u00fc"));
  EXPECT_EQ(document.root()["next"]["b"].offset(), text.find("2 }"));
  EXPECT_EQ(document.root()["next"]["b"].line(), 2u);
}

TEST(Toml, AcceptsAByteOrderMarkAndCountsItsBytes) {
  const Document document = read(
      "\xEF\xBB\xBF"
      "a = 7");
  EXPECT_TRUE(document.had_byte_order_mark());
  EXPECT_EQ(document.root()["a"].offset(), 7u);
  EXPECT_EQ(document.root()["a"].integer(), 7);
}

TEST(Toml, WritesIntegersAsDecimalsAndDatesAsStrings) {
  const Document document = read("h = 0xFF\nu = 1_000\nd = 2026-03-31T00:21:00Z\nt = 07:32:00\nf = 6.02e23\n");
  EXPECT_EQ(document.root()["h"].integer(), 255);
  EXPECT_EQ(document.root()["u"].integer(), 1000);
  EXPECT_EQ(document.root()["d"].string(), "2026-03-31T00:21:00Z");
  EXPECT_EQ(document.root()["t"].string(), "07:32:00");
  EXPECT_EQ(document.root()["f"].text(), "6.02e23");
}

TEST(Toml, WhatItSaysOfABadFileHoldsNoLineBreakOfTheFile) {
  const auto document = parse("a = t\n\r\x1b");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().message.find_first_of("\n\r\x1b"), std::string::npos);
}

TEST(Toml, ReadsArraysOfTables) {
  const Document document = read("[[package]]\nname = 'a'\n[[package]]\nname = 'b'\ndeps = [\n 'x',\n 'y',\n]\n");
  EXPECT_EQ(document.root()["package"].size(), 2u);
  EXPECT_EQ(document.root()["package"].at(1)["deps"].at(1).line(), 7u);
  EXPECT_EQ(document.root()["package"].at(1).line(), 3u);
}

TEST(Toml, RefusesADuplicateKeyWithItsLine) {
  const Error error = error_of("a = 1\nb = 2\na = 3\nc = 4\n");
  EXPECT_EQ(error.code, ErrorCode::syntax);
  EXPECT_EQ(error.line, 3u);
  EXPECT_EQ(error_of("[a]\nx=1\n[a]\ny=1\n").code, ErrorCode::syntax);
}

TEST(Toml, TellsATextThatIsCutOffFromAMalformedOne) {
  EXPECT_EQ(error_of("a = [1, 2").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("a = '''open\n").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("[a").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("[[a] # comment").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("a =").code, ErrorCode::truncated);
  EXPECT_EQ(error_of("a = = 2\nb = 1\n").code, ErrorCode::syntax);
  EXPECT_EQ(error_of("a = \"\\q\"\nb = 1\n").code, ErrorCode::syntax);
}

TEST(Toml, RefusesBytesThatAreNoUtf8WithTheirPlace) {
  const Error error = error_of("a = 1\nb = \"\xFF\"\n");
  EXPECT_EQ(error.code, ErrorCode::invalid_utf8);
  EXPECT_EQ(error.line, 2u);
  EXPECT_EQ(error.column, 6u);
  EXPECT_EQ(error_of(std::string("\xFF\xFE"
                                 "a\0",
                                 4))
                .code,
            ErrorCode::unsupported_encoding);
}

TEST(Toml, AnEmptyTextIsAnEmptyObject) {
  const Document document = read("# nothing\n");
  EXPECT_TRUE(document.root().is_object());
  EXPECT_EQ(document.root().size(), 0u);
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(Toml, BoundsTheDepthOfArraysKeysAndHeaders) {
  EXPECT_EQ(error_of("a = " + repeat("[", 1'000'000)).code, ErrorCode::too_deep);
  EXPECT_EQ(error_of(repeat("a.", 1'000'000) + "a = 1").code, ErrorCode::too_deep);
  EXPECT_EQ(error_of("[" + repeat("a.", 1'000'000) + "a]").code, ErrorCode::too_deep);
  EXPECT_EQ(error_of("a = " + repeat("{ a = ", 1'000'000)).code, ErrorCode::too_deep);
  EXPECT_EQ(error_of("a = " + repeat("{ a.b.c.d = ", 60)).code, ErrorCode::too_deep);
  EXPECT_EQ(error_of("[" + repeat("a .\t", 1'000'000) + "a]").code, ErrorCode::too_deep);
  EXPECT_EQ(error_of("[[" + repeat("'a'.", 1'000'000) + "a]]").code, ErrorCode::too_deep);
}

TEST(Toml, ReadsWhatIsJustWithinTheDepthLimit) {
  EXPECT_TRUE(parse(repeat("a.", 150) + "a = 1").has_value());
  EXPECT_TRUE(parse("a = " + repeat("[", 150) + repeat("]", 150)).has_value());
  EXPECT_TRUE(parse(repeat("a = [[1.5, 2.5], [1.25]]\nb.c.d = 1.5\n", 1) + "[e.f.g]\nh.i = 1.0\n").has_value());
}

TEST(Toml, DoesNotMistakeTextInsideStringsAndCommentsForStructure) {
  const std::string dots = repeat(".", 5000), brackets = repeat("[", 5000);
  EXPECT_TRUE(parse("# " + brackets + "\na = \"" + brackets + dots + "\\\"" + dots + "\"\nb = '" + brackets + "'\n" +
                    "c = \"\"\"\n" + brackets + "\"\"" + dots + "\"\"\"\"\"\nd = '''\n" + brackets + "'''''\n" + "\"" +
                    dots + "\" = 1\n['t" + dots + "']\n")
                  .has_value());
}

TEST(Toml, BoundsTheCostsThatTheLibraryDoesNot) {
  std::string headers, dotted;
  for (int i = 0; i < 200'000; ++i) {
    headers += "[[a" + std::to_string(i) + "]]\n";
    dotted += "a" + std::to_string(i) + ".b = 1\n";
  }
  EXPECT_EQ(error_of(headers).code, ErrorCode::too_many);
  EXPECT_EQ(error_of(dotted).code, ErrorCode::too_many);
  Limits limits;
  limits.entries = 100;
  EXPECT_EQ(error_of("a = [" + repeat("1,", 200) + "]", limits).code, ErrorCode::too_many);
  limits.string_bytes = 10;
  EXPECT_EQ(error_of("a = 'longer than ten bytes'", limits).code, ErrorCode::too_large);
  limits.bytes = 5;
  EXPECT_EQ(error_of("a = 'b'", limits).code, ErrorCode::too_large);
}

TEST(Toml, ATimeWithoutDigitsIsAnErrorOfTheText) {
  EXPECT_EQ(error_of("a = 1979-05-27Tname").code, ErrorCode::syntax);
  EXPECT_EQ(error_of("a = 1979-05-27 07:32:00+x").code, ErrorCode::syntax);
}

TEST(Toml, OneByteOrderMarkIsEnough) {
  EXPECT_TRUE(
      parse("\xEF\xBB\xBF"
            "a = 1"));
  EXPECT_EQ(error_of("\xEF\xBB\xBF\xEF\xBB\xBF"
                     "a = 1")
                .code,
            ErrorCode::syntax);
}

TEST(Toml, EveryLetterIsReadOrRefused) {
  for (const char* letter : {"\xEF\xB9\xBF", "\xEF\xBB\xBE", "\xEF\xBA\x80", "\xE2\x80\xA7"}) {
    EXPECT_EQ(error_of(std::string(letter) + "a = 1").code, ErrorCode::syntax);
    EXPECT_EQ(error_of(std::string("a = ") + letter).code, ErrorCode::syntax);
  }
}

TEST(Toml, SurvivesATextCutAtEveryByte) {
  const std::string text =
      "a = \"x\\u00e9\"\nb = [1, 2.5, { c = 'd', e.f = 1979-05-27T07:32:00Z }]\n[[t]]\nk = "
      "\"\"\"m\n\"\"\"\n[t.u.v]\nw=0x1F\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto parsed = parse(text.substr(0, size));
    if (!parsed) EXPECT_NE(parsed.error().line, 0u) << size;
  }
}

}  // namespace
}  // namespace cordon::toml
